import type { ReferenceRule, References } from "./definition.ts";

/** A name that some part of a spec uses, and where. */
export interface Reference {
  /** The field as the kind's `references` declare it, for example `deadLetter.queue` or `queues.*`. */
  readonly field: string;
  /** Keys that lead to the name from the object it stands in. */
  readonly path: readonly string[];
  readonly name: string;
  readonly rule: ReferenceRule;
}

/** Every name that an object of a spec uses, by the fields its kind declares. Absent optional fields give nothing. */
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

/** Order of names: by code unit, the same on every machine and in every language setting. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
