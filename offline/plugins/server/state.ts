import type { Property, TypeTable } from "../table.ts";
import { diff } from "./diff.ts";
import type { Fields } from "./resource-type.ts";
import { isEmpty, sameJson } from "./same.ts";
import { isObject, type Json, type Path, seal, UNKNOWN } from "./wire.ts";

/**
 * What a resource has: what was known of it (its inputs, or its last state) overlaid with what the cloud now says.
 * A text that means the same as the one given stays as it was given, so that it doesn't look changed.
 */
export function overlay(table: TypeTable, known: Fields, read: Fields): Fields {
  const state = { ...known };
  for (const [key, value] of Object.entries(read)) {
    if (value === null) delete state[key];
    else if (value !== undefined) state[key] = settle(table.properties[key], known[key], value);
  }
  return state;
}

function settle(property: Property | undefined, known: unknown, read: unknown): unknown {
  if (!property) return read;
  if (property.json && typeof known === "string" && typeof read === "string") {
    return sameJson(known, read) ? known : read;
  }
  if (property.type === "object" && isObject(known) && isObject(read)) {
    return Object.fromEntries(
      Object.entries(read).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, settle(property.properties?.[key], known[key], value)]],
      ),
    );
  }
  if (property.type === "list" && Array.isArray(known) && Array.isArray(read)) {
    return settleList(property, known, read);
  }
  return read;
}

function settleList(property: Property, known: unknown[], read: unknown[]): unknown[] {
  if (!property.unordered) return read.map((item, index) => settle(property.items, known[index], item));
  const plain = !isObject(read[0]);
  const table = { token: "", source: "", properties: { list: property } };
  return plain && diff(table, { list: read }, { list: known }).length === 0 ? known : read;
}

/** The state in wire form: what was secret in the inputs, or always is, is wrapped. */
export function sealState(table: TypeTable, state: Fields, secrets: readonly Path[]): Json {
  const always = Object.entries(table.properties).flatMap(([key, property]) => (property.secret ? [[key]] : []));
  return seal(state, [...secrets, ...always]);
}

/** What a preview answers for something not created yet: everything that only the cloud can tell is unknown. */
export function previewState(table: TypeTable, inputs: Fields): Fields {
  const computed = Object.entries(table.properties).filter(([, property]) => property.output || property.computed);
  return { ...Object.fromEntries(computed.map(([key]) => [key, UNKNOWN])), ...inputs };
}

/** What a preview answers for a change in place: the old outputs, except those that the change will make anew. */
export function previewUpdate(table: TypeTable, old: Fields, inputs: Fields, recomputed: readonly string[]): Fields {
  const kept = Object.entries(old).filter(([key]) => {
    const property = table.properties[key];
    return property?.output || property?.computed;
  });
  const unknown = recomputed.map((key) => [key, UNKNOWN] as const);
  return { ...Object.fromEntries(kept), ...inputs, ...Object.fromEntries(unknown) };
}

/**
 * The inputs after a refresh: those of before, with what the cloud has where that differs.
 * With no inputs of before (an import), all that a program could have given to get this state.
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

/** A value without what, inside it, only the cloud says. */
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
