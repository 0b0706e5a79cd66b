import leven from "leven";
import type { Property, TypeTable } from "../table.ts";
import { checkGroups } from "./check-groups.ts";
import { checkText } from "./check-text.ts";
import type { Failure } from "./failure.ts";
import { isArchive, isAsset, isObject, isSecret, isUnknown, type Json, open } from "./wire.ts";

/** Problems that a real provider would report for a resource's inputs. Unknown values are accepted. */
export function check(table: TypeTable, inputs: Json): Failure[] {
  const failures = checkProperties(table.properties, inputs, "");
  if (failures.length > 0) return failures;
  const opened = open(inputs).value as Json;
  return (table.rules ?? []).flatMap((rule) => {
    const reason = rule(opened);
    return reason === undefined ? [] : [{ property: "", reason }];
  });
}

type Properties = Readonly<Record<string, Property>>;

function checkProperties(properties: Properties, inputs: Json, at: string, isSecretInside = false): Failure[] {
  const given = Object.entries(inputs).filter(([key, value]) => key !== "__defaults" && isGiven(value));
  const failures = given.flatMap(([key, value]) => {
    const property = properties[key];
    const path = at === "" ? key : `${at}.${key}`;
    if (!property) return [{ property: path, reason: unknownProperty(key, properties) }];
    if (property.output) return [{ property: path, reason: `${key} is set by the cloud and can't be given.` }];
    return checkValue(property, value, path, isSecretInside);
  });
  for (const [key, property] of Object.entries(properties)) {
    if (property.required && !isGiven(inputs[key])) {
      failures.push({ property: at === "" ? key : `${at}.${key}`, reason: `${key} is required and is missing.` });
    }
  }
  const names = new Set(given.map(([key]) => key));
  return [...failures, ...checkGroups(properties, names, at)];
}

/** `concealed`: the value is inside a secret and must not be shown. */
function checkValue(property: Property, wire: unknown, path: string, concealed: boolean): Failure[] {
  const hidden = concealed || isSecret(wire) || property.secret === true;
  const value = isSecret(wire) ? wire.value : wire;
  if (isUnknown(value)) return [];
  const wrongType = typeProblem(property, value);
  if (wrongType !== undefined) return [{ property: path, reason: `${path} ${wrongType}.` }];
  switch (property.type) {
    case "list":
      return [
        ...checkCount(property, value as unknown[], path),
        ...checkItems(property, value as unknown[], path, hidden),
      ];
    case "map":
      return Object.entries(value as Json).flatMap(([key, item]) =>
        property.items && isGiven(item) ? checkValue(property.items, item, `${path}.${key}`, hidden) : [],
      );
    case "object":
      return checkProperties(property.properties ?? {}, value as Json, path, hidden);
    case "archive":
    case "asset":
    case "boolean":
      return [];
    case "integer":
    case "number":
      return checkNumber(property, value as number, path, hidden);
    case "string":
      return checkText(property, value as string, path, hidden);
  }
}

function checkItems(property: Property, items: readonly unknown[], path: string, hidden: boolean): Failure[] {
  const { items: item } = property;
  return item ? items.flatMap((value, index) => checkValue(item, value, `${path}[${index}]`, hidden)) : [];
}

function checkCount(
  { minItems = 0, maxItems = Infinity }: Property,
  items: readonly unknown[],
  path: string,
): Failure[] {
  if (items.length >= minItems && items.length <= maxItems) return [];
  const allowed = maxItems === Infinity ? `at least ${minItems}` : `${minItems} to ${maxItems}`;
  return [{ property: path, reason: `${path} has ${items.length} items, but ${allowed} are allowed.` }];
}

function checkNumber(property: Property, value: number, path: string, hidden: boolean): Failure[] {
  const { min = -Infinity, max = Infinity } = property;
  const shown = hidden ? "a secret value" : String(value);
  if (property.enum && !property.enum.includes(value)) {
    return [{ property: path, reason: `${path} is ${shown}, but must be one of ${property.enum.join(", ")}.` }];
  }
  if (value >= min && value <= max) return [];
  const allowed = max === Infinity ? `at least ${min}` : min === -Infinity ? `at most ${max}` : `${min} to ${max}`;
  return [{ property: path, reason: `${path} is ${shown}, but ${allowed} is allowed.` }];
}

/** Reports a value of the wrong type. */
function typeProblem(property: Property, value: unknown): string | undefined {
  const right = {
    string: () => typeof value === "string",
    boolean: () => typeof value === "boolean",
    number: () => typeof value === "number",
    integer: () => typeof value === "number" && Number.isInteger(value),
    list: () => Array.isArray(value),
    map: () => isObject(value),
    object: () => isObject(value),
    archive: () => isArchive(value),
    asset: () => isAsset(value) || isArchive(value),
  }[property.type];
  if (right()) return undefined;
  const found = Array.isArray(value) ? "a list" : isObject(value) ? "an object" : `a ${typeof value}`;
  return `is ${found}, but must be ${/^[aio]/.test(property.type) ? "an" : "a"} ${property.type}`;
}

function unknownProperty(key: string, properties: Properties): string {
  const names = Object.entries(properties).flatMap(([name, property]) => (property.output ? [] : [name]));
  const nearest = nearestName(key, names);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  return `There is no property ${key}.${hint}`;
}

/** A property name that differs by few letters, or that the key begins (`memory` for `memorySize`). */
function nearestName(key: string, names: readonly string[]): string | undefined {
  const lower = key.toLowerCase();
  const [nearest] = names
    .map((name) => ({ name, distance: leven(lower, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  if (nearest && nearest.distance <= Math.max(2, key.length / 3)) return nearest.name;
  return key.length > 3 ? names.find((name) => name.toLowerCase().startsWith(lower)) : undefined;
}

/** Pulumi drops `undefined` and treats `null` as absent. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
