import type { Property, TypeTable } from "../table.ts";
import { diff } from "./diff.ts";
import type { Fields } from "./resource-type.ts";
import { isEmpty, sameJson } from "./same.ts";
import { isObject, type Json, type Path, seal, UNKNOWN } from "./wire.ts";

/**
 * A resource's properties: the known ones (its inputs or its last state) overlaid with the cloud's. A string that is
 * equivalent to the given one stays as given, so that it does not look changed.
 */
export function overlay(table: TypeTable, known: Fields, read: Fields): Fields {
  const state = { ...known };
  for (const [key, value] of Object.entries(read)) {
    if (value === null) delete state[key];
    else if (value !== undefined) state[key] = keepEquivalent(table.properties[key], known[key], value);
  }
  return state;
}

function keepEquivalent(property: Property | undefined, known: unknown, read: unknown): unknown {
  if (!property) return read;
  if (property.json && typeof known === "string" && typeof read === "string") {
    return sameJson(known, read) ? known : read;
  }
  if (property.type === "object" && isObject(known) && isObject(read)) {
    return Object.fromEntries(
      Object.entries(read).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, keepEquivalent(property.properties?.[key], known[key], value)]],
      ),
    );
  }
  if (property.type === "list" && Array.isArray(known) && Array.isArray(read)) {
    return keepEquivalentList(property, known, read);
  }
  return read;
}

function keepEquivalentList(property: Property, known: unknown[], read: unknown[]): unknown[] {
  if (!property.unordered) return read.map((item, index) => keepEquivalent(property.items, known[index], item));
  const plain = !isObject(read[0]);
  const table = { token: "", source: "", properties: { list: property } };
  return plain && diff(table, { list: read }, { list: known }).length === 0 ? known : read;
}

/** The state in wire form. Values that were secret in the inputs, or always are, are wrapped. */
export function sealState(table: TypeTable, state: Fields, secrets: readonly Path[]): Json {
  const always = Object.entries(table.properties).flatMap(([key, property]) => (property.secret ? [[key]] : []));
  return seal(state, [...secrets, ...always]);
}

/** The state of a resource that a preview would create: everything that only the cloud determines is unknown. */
export function previewState(table: TypeTable, inputs: Fields): Fields {
  const computed = Object.entries(table.properties).filter(([, property]) => property.output || property.computed);
  return { ...Object.fromEntries(computed.map(([key]) => [key, UNKNOWN])), ...inputs };
}

/** The state of a resource that a preview would update: the old outputs, except those that the change recomputes. */
export function previewUpdate(table: TypeTable, old: Fields, inputs: Fields, recomputed: readonly string[]): Fields {
  const kept = Object.entries(old).filter(([key]) => {
    const property = table.properties[key];
    return property?.output || property?.computed;
  });
  const unknown = recomputed.map((key) => [key, UNKNOWN] as const);
  return { ...Object.fromEntries(kept), ...inputs, ...Object.fromEntries(unknown) };
}

/**
 * The inputs after a refresh: the previous inputs, with the cloud's values where they differ.
 * Without previous inputs (an import): everything that a program could have set to get this state.
 */
export function refreshedInputs(table: TypeTable, before: Json | undefined, state: Fields): Json {
  if (!before) return importedInputs(table, state);
  const entries = Object.entries(before).flatMap(([key, value]): [string, unknown][] => {
    const property = table.properties[key];
    if (!property) return [[key, value]];
    const one = { ...table, properties: { [key]: property } };
    if (diff(one, { [key]: state[key] }, { [key]: value }).length === 0) return [[key, value]];
    return state[key] === undefined ? [] : [[key, state[key]]];
  });
  return Object.fromEntries(entries);
}

function importedInputs(table: TypeTable, state: Fields): Json {
  const given = Object.entries(table.properties).filter(([key, property]) => {
    const value = state[key];
    if (property.output || property.superseded || value === undefined) return false;
    return property.required || (!isEmpty(value) && value !== property.default);
  });
  const inputs = given.map(([key, property]) => [key, withoutOutputs(property, state[key])] as const);
  return { ...Object.fromEntries(inputs), __defaults: [] };
}

/** A value without the nested properties that only the cloud sets. */
function withoutOutputs(property: Property, value: unknown): unknown {
  const { items, properties } = property;
  if (items && Array.isArray(value)) return value.map((item) => withoutOutputs(items, item));
  if (!properties || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const rule = properties[key];
      return !rule || rule.output || inner === undefined ? [] : [[key, withoutOutputs(rule, inner)]];
    }),
  );
}
