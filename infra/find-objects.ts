/** A value inside a spec and the way to it. */
export interface Found {
  readonly path: readonly string[];
  readonly value: object;
}

/** Every object below `root` for which `matches` holds, depth first. Does not look inside Pulumi Outputs. */
export function* findObjects(
  root: unknown,
  matches: (value: object) => boolean,
  path: string[] = [],
): Generator<Found> {
  if (typeof root !== "object" || root === null || "__pulumiOutput" in root) return;
  if (matches(root)) {
    yield { path, value: root };
    return;
  }
  const entries = root instanceof Map ? [...root] : Object.entries(root);
  for (const [key, value] of entries) yield* findObjects(value, matches, [...path, String(key)]);
}
