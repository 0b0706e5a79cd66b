import { isUnknown } from "./server/wire.ts";
import type { Property } from "./table.ts";

/** Properties that the tables of every cloud share, and helpers for writing tables. */
export const string: Property = { type: "string" };
export const flag: Property = { type: "boolean" };
export const integer: Property = { type: "integer" };
export const number: Property = { type: "number" };
export const json: Property = { type: "string", json: true };
export const stringList: Property = { type: "list", items: string };
export const stringSet: Property = { type: "list", items: string, unordered: true };
export const stringMap: Property = { type: "map", items: string };
export const object = (properties: Record<string, Property>, more: Partial<Property> = {}): Property => ({
  type: "object",
  properties,
  ...more,
});
export const objectList = (properties: Record<string, Property>, more: Partial<Property> = {}): Property => ({
  type: "list",
  items: object(properties),
  ...more,
});
/** A string output. */
export const output: Property = { type: "string", output: true };

/** The value when it is known. Rules cannot check a value that only the deployment determines. */
export function known<T>(value: T): T | undefined {
  return isUnknown(value) ? undefined : value;
}
