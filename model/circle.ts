import { SpecError } from "./errors.ts";
import { isPlainObject } from "./merge-patch.ts";
import type { Path } from "./schema/schema-walk.ts";

/**
 * Makes sure that no object or list contains itself, so that everything after can walk the spec. The same object at
 * several places is fine.
 * @throws SpecError with the path where the first circle closes.
 */
export function refuseCircle(input: unknown, origin?: string): void {
  const path = circleIn(input, [], new Set(), new Set());
  if (path === undefined) return;
  const problem = {
    code: "circle",
    path,
    message: "This value contains itself. A spec is data that JSON can express, without circles.",
    remedy: "Replace it with the value that is meant, without an alias or reference to what surrounds it.",
  };
  throw new SpecError([problem], origin);
}

/** Walks each value once: `around` are the values that surround this one, `done` those without a circle. */
function circleIn(value: unknown, path: Path, around: Set<unknown>, done: Set<unknown>): Path | undefined {
  if (!(Array.isArray(value) || isPlainObject(value)) || done.has(value)) return undefined;
  if (around.has(value)) return path;
  around.add(value);
  const children = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, child] of children) {
    const found = circleIn(child, [...path, key], around, done);
    if (found !== undefined) return found;
  }
  around.delete(value);
  done.add(value);
  return undefined;
}
