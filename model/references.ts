import type { ReferenceRule, References } from "./definition.ts";

/** A name that a part of a spec refers to. */
export interface Reference {
  /** The field as declared in the kind's `references`, for example `deadLetter.queue` or `queues.*`. */
  readonly field: string;
  /** Keys from the object to the name. */
  readonly path: readonly string[];
  readonly name: string;
  readonly rule: ReferenceRule;
}

/**
 * Every name that an object of a spec refers to, in the fields that its kind declares. Absent optional fields give
 * nothing.
 */
export function referencesIn(object: object, references: References): Reference[] {
  return Object.entries(references).flatMap(([field, rule]) =>
    namesAt(object, field.split("."), []).map(({ path, name }) => ({ field, path, name, rule })),
  );
}

function namesAt(
  value: unknown,
  field: readonly string[],
  path: readonly string[],
): { path: string[]; name: string }[] {
  const [key, ...rest] = field;
  if (key === undefined) return typeof value === "string" ? [{ path: [...path], name: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  if (key === "*") return Object.keys(value).map((name) => ({ path: [...path, name], name }));
  return namesAt((value as Record<string, unknown>)[key], rest, [...path, key]);
}

/** Compares by code unit, which is the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
