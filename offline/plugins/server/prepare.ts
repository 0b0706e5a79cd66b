import { createHash, randomBytes } from "node:crypto";
import type { Property } from "../table.ts";
import type { AutoName, Fields } from "./resource-type.ts";
import { isObject, isUnknown, type Json } from "./wire.ts";

/** Property with the names of inputs that the program did not give, as in Pulumi's Terraform bridge. */
const DEFAULTS = "__defaults";

/**
 * The inputs for the state: the program's, the table's defaults, and a generated name when none is given. Filled-in
 * properties are listed, so that a generated name is kept and a name given by the program is recognized.
 */
export function prepare(
  properties: Readonly<Record<string, Property>>,
  autoName: AutoName | undefined,
  given: Json,
  request: { olds: Json; logicalName: string; seed: Uint8Array | string },
): Json {
  const inputs = dropNulls(given);
  const filled: string[] = [];
  for (const [key, { default: value }] of Object.entries(properties)) {
    if (value === undefined || key in inputs) continue;
    inputs[key] = value;
    filled.push(key);
  }
  if (autoName && !(autoName.property in inputs) && !(autoName.unless !== undefined && autoName.unless in inputs)) {
    const old = isDefault(request.olds, autoName.property) ? request.olds[autoName.property] : undefined;
    inputs[autoName.property] = old ?? makeName(autoName, inputs, request);
    filled.push(autoName.property);
  }
  return { ...inputs, [DEFAULTS]: filled };
}

/** True when the plugin, not the program, chose this input. */
export function isDefault(inputs: Json, property: string): boolean {
  const filled = inputs[DEFAULTS];
  return Array.isArray(filled) && filled.includes(property);
}

/** Inputs without the list of filled-in properties, and with the defaults inside objects. */
export function complete(properties: Readonly<Record<string, Property>>, inputs: Json): Fields {
  const { [DEFAULTS]: _, ...rest } = inputs;
  for (const [key, property] of Object.entries(properties)) {
    const value = rest[key] ?? property.default;
    if (value !== undefined) rest[key] = completeValue(property, value);
  }
  return rest;
}

function completeValue(property: Property, value: unknown): unknown {
  if (property.type === "object" && property.properties && isObject(value)) return complete(property.properties, value);
  const { items } = property;
  if (!items) return value;
  if (property.type === "list" && Array.isArray(value)) return value.map((item) => completeValue(items, item));
  if (property.type === "map" && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, completeValue(items, item)]));
  }
  return value;
}

function makeName(
  autoName: AutoName,
  inputs: Json,
  { logicalName, seed }: { logicalName: string; seed: Uint8Array | string },
): string {
  const digest = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  const prefix = autoName.prefix === undefined ? undefined : inputs[autoName.prefix];
  const suffix = `${digest.toString("hex").slice(0, 7)}${autoName.suffix?.(inputs) ?? ""}`;
  const start = typeof prefix === "string" && !isUnknown(prefix) ? prefix : `${logicalName}-`;
  const name = `${start.slice(0, autoName.maxLength - suffix.length)}${suffix}`;
  return autoName.lowercase ? name.toLowerCase() : name;
}

/** Pulumi treats `null` as absent, at any depth. */
function dropNulls(fields: Json): Json {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === null || value === undefined ? [] : [[key, value]])),
  );
}
