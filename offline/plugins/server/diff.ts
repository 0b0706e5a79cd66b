import type { Property, TypeTable } from "../table.ts";
import { isEmpty, sameScalar } from "./same.ts";
import { isObject, isUnknown, type Json, open } from "./wire.ts";

export type ChangeKind = "add" | "delete" | "update";

/** One difference between the state and the inputs. */
export interface Change {
  /** Path in the engine's format: `environment.variables.MODE`, `layers[0]`. */
  readonly path: string;
  readonly kind: ChangeKind;
  /** True when the change requires a new resource. */
  readonly replace: boolean;
}

/**
 * Differences between a resource's state and its new inputs, by the table: computed values are ignored, defaults count
 * as given, JSON is compared by meaning and sets without order.
 */
export function diff(table: TypeTable, state: Json, inputs: Json, ignore: readonly string[] = []): Change[] {
  const changes = diffProperties(table.properties, open(state).value as Json, open(inputs).value as Json, "", false);
  return changes.filter(({ path }) => !ignore.some((ignored) => covers(ignored, path)));
}

type Properties = Readonly<Record<string, Property>>;

function diffProperties(properties: Properties, old: Json, inputs: Json, at: string, replace: boolean): Change[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    if (property.output || property.ignored?.(inputs)) return [];
    return diffValue(property, old[key], inputs[key], at === "" ? key : `${at}.${key}`, replace);
  });
}

/** `replace` is inherited: a change inside a property that replaces is a replacement. */
function diffValue(property: Property, old: unknown, wanted: unknown, path: string, inherited: boolean): Change[] {
  const replace = inherited || property.forceNew === true;
  if (isUnknown(wanted)) return [{ path, kind: old === undefined ? "add" : "update", replace }];
  const value = wanted ?? property.default;
  if (value === undefined || value === null) {
    return property.computed || isEmpty(old) ? [] : [{ path, kind: "delete", replace }];
  }
  const current = old ?? property.default;
  if (current === undefined || current === null) return isEmpty(value) ? [] : [{ path, kind: "add", replace }];
  if (property.type === "list" && Array.isArray(value) && Array.isArray(current)) {
    return diffList(property, current, value, path, replace);
  }
  if (property.type === "map" && isObject(value) && isObject(current)) {
    return diffMap(property, current, value, path, replace);
  }
  if (property.type === "object" && isObject(value) && isObject(current)) {
    return diffProperties(property.properties ?? {}, current, value, path, replace);
  }
  return sameScalar(property, current, value) ? [] : [{ path, kind: "update", replace }];
}

function diffMap(property: Property, old: Json, wanted: Json, path: string, replace: boolean): Change[] {
  const item = property.items ?? { type: "string" };
  const keys = new Set([...Object.keys(old), ...Object.keys(wanted)]);
  return [...keys].flatMap((key): Change[] => {
    const at = /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
    const gone = wanted[key] === undefined || wanted[key] === null;
    if (gone) return old[key] === undefined || old[key] === null ? [] : [{ path: at, kind: "delete", replace }];
    if (old[key] === undefined || old[key] === null) return [{ path: at, kind: "add", replace }];
    return diffValue(item, old[key], wanted[key], at, replace);
  });
}

function diffList(property: Property, old: unknown[], wanted: unknown[], path: string, replace: boolean): Change[] {
  const item = property.items ?? { type: "string" };
  if (property.unordered) return sameSet(item, old, wanted) ? [] : [{ path, kind: "update", replace }];
  const shared = Math.min(old.length, wanted.length);
  const changes = wanted
    .slice(0, shared)
    .flatMap((value, index) => diffValue(item, old[index], value, `${path}[${index}]`, replace));
  const kind = wanted.length > shared ? "add" : "delete";
  const extra = Math.max(old.length, wanted.length) - shared;
  return [
    ...changes,
    ...Array.from({ length: extra }, (_, n): Change => ({ path: `${path}[${shared + n}]`, kind, replace })),
  ];
}

/** True when the wanted elements match the existing ones one to one. */
function sameSet(item: Property, old: readonly unknown[], wanted: readonly unknown[]): boolean {
  if (old.length !== wanted.length) return false;
  const left = [...old];
  return wanted.every((value) => {
    const index = left.findIndex((candidate) => diffValue(item, candidate, value, "", false).length === 0);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

/** True when an `ignoreChanges` path covers a change's path; `*` matches any one part. */
function covers(ignored: string, path: string): boolean {
  const parts = (text: string) => text.split(/\.|\[|\]/).filter((part) => part !== "");
  const pattern = parts(ignored);
  const actual = parts(path);
  return pattern.length <= actual.length && pattern.every((part, index) => part === "*" || part === actual[index]);
}
