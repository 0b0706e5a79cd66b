import { isUnknown } from "./server/wire.ts";
import type { Property } from "./table.ts";

/** Properties that the tables of every cloud share, and small helpers to write tables with. */
export const text: Property = { type: "string" };
export const flag: Property = { type: "boolean" };
export const integer: Property = { type: "integer" };
export const number: Property = { type: "number" };
export const json: Property = { type: "string", json: true };
export const textList: Property = { type: "list", items: text };
export const textSet: Property = { type: "list", items: text, unordered: true };
export const textMap: Property = { type: "map", items: text };
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
/** A text that only the cloud knows. */
export const output: Property = { type: "string", output: true };

/** The value, when it is already known; rules can't judge what only the deployment will know. */
export function known<T>(value: T): T | undefined {
  return isUnknown(value) ? undefined : value;
}
