import type { Property } from "../table.ts";
import { isArchive, isAsset, isObject, type Json } from "./wire.ts";

/**
 * True when two known values of a property are equivalent for the cloud. The caller handles missing, default and empty
 * values.
 */
export function sameScalar(property: Property, old: unknown, value: unknown): boolean {
  if (isArchive(value) || isAsset(value)) {
    return (isArchive(old) || isAsset(old)) && old.hash !== undefined && old.hash === value.hash;
  }
  if (typeof old !== "string" || typeof value !== "string") return old === value;
  return (
    old === value || (property.json === true && sameJson(old, value)) || property.equivalent?.(old, value) === true
  );
}

/**
 * True when two JSON strings are equivalent: key order and spacing are ignored, and in access policies the order of
 * lists.
 */
export function sameJson(a: string, b: string): boolean {
  if (a === b) return true;
  const left = parse(a);
  const right = parse(b);
  return left !== undefined && right !== undefined && canonical(left) === canonical(right);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function canonical(document: unknown): string {
  const policy = isObject(document) && "Statement" in document;
  return JSON.stringify(policy ? canonicalPolicy(document) : document, sortKeys);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Converts a single value to a list of one, and sorts lists.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function canonicalPolicy(document: Json): Json {
  const statements = [document.Statement].flat();
  return { ...document, Statement: statements.map((statement) => listsAsSets(statement)) };
}

function listsAsSets(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return items.length === 1 ? items[0] : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, listsAsSets(inner)]));
}

/** True for values equivalent to an absent one: null, "", 0, false, and lists and objects of only such values. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}
