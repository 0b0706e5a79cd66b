import type { ReferenceRule, References } from "../definition.ts";
import type { Problem } from "../errors.ts";
import { functionReferences } from "../function.ts";
import { isPlainObject } from "../merge-patch.ts";
import { name as nameSchema } from "../names.ts";
import { nearest } from "../nearest.ts";
import type { NamedKind, PartialParse } from "../partial-parse.ts";
import { referencesIn } from "../references.ts";
import { resources as resourceKinds } from "../resources/index.ts";
import type { Path } from "../schema/schema-walk.ts";
import { mayBeSecret } from "../schema/zod-errors.ts";
import { triggers as triggerKinds } from "../triggers/index.ts";
import { type Check, objectAt } from "./parts.ts";

const DESTINATIONS: readonly NamedKind[] = ["queue", "topic", "bus", "bucket", "function"];

/** Every reference must name a resource or function of the right kind. */
export const checkReferences: Check = (partial) => [
  ...objectsAt(partial, ["resources"]).flatMap(({ object, path }) =>
    checkNames(partial, object, definitionOf(resourceKinds, object), path),
  ),
  ...objectsAt(partial, ["functions"]).flatMap(({ object, path }) => [
    ...checkNames(partial, object, functionReferences, path),
    ...objectsAt(partial, [...path, "triggers"]).flatMap((trigger) =>
      checkNames(partial, trigger.object, definitionOf(triggerKinds, trigger.object), trigger.path),
    ),
  ]),
];

/** The objects of a map as written, so that other mistakes in them do not hide their names. */
function objectsAt(partial: PartialParse, path: Path): { object: Record<string, unknown>; path: Path }[] {
  return Object.entries(objectAt(partial, path)).flatMap(([key, object]) =>
    isPlainObject(object) ? [{ object, path: [...path, key] }] : [],
  );
}

function definitionOf(
  kinds: Readonly<Record<string, { readonly references: References }>>,
  object: Record<string, unknown>,
): References {
  const { kind } = object;
  return (typeof kind === "string" && Object.hasOwn(kinds, kind) ? kinds[kind]?.references : undefined) ?? {};
}

function checkNames(partial: PartialParse, object: object, references: References, at: Path): Problem[] {
  return referencesIn(object, references)
    .filter((use) => nameSchema.safeParse(use.name).success)
    .flatMap((use) => checkName(partial, use.name, use.rule, [...at, ...use.path]));
}

function checkName(partial: PartialParse, name: string, rule: ReferenceRule, path: Path): Problem[] {
  const kind = partial.kinds.get(name);
  const wanted: readonly NamedKind[] = rule === "destination" ? DESTINATIONS : [rule];
  if (kind === "unread" || (kind !== undefined && wanted.includes(kind))) return [];
  const what = rule === "destination" ? "queue, topic, bus, bucket or function" : rule;
  const candidates = [...partial.kinds].filter(([, k]) => wanted.includes(k)).map(([candidate]) => candidate);
  const remedy = remedyFor(name, candidates, what);
  if (kind === undefined) {
    const shown = mayBeSecret(path) ? "of this name" : `named "${name}"`;
    return [{ code: "dangling-reference", path, message: `There is no ${what} ${shown} in this spec.`, remedy }];
  }
  return [{ code: "wrong-kind", path, message: `"${name}" is a ${kind}, but a ${what} is required here.`, remedy }];
}

/** Suggests the nearest name, lists the names, or says that there are none. */
export function remedyFor(name: string, candidates: readonly string[], what: string): string {
  const meant = nearest(name, candidates);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  if (candidates.length === 0) return `Add a ${what} to the spec and name it here.`;
  const list = candidates.slice(0, 8).map((candidate) => `"${candidate}"`);
  const more = candidates.length > list.length ? ` and ${candidates.length - list.length} more` : "";
  return `Name one of ${list.join(", ")}${more}, or add it to the spec.`;
}
