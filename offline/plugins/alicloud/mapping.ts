import type { Fields, Readable } from "../server/resource-type.ts";
import type { Property, TypeTable } from "../table.ts";

/** Naming style of an API for the properties of a table. */
export interface Spelling {
  /** "camel": the table's names. "pascal": the same with a capital first. */
  readonly style: "camel" | "pascal";
  /** Properties with other names in the API, at any depth. */
  readonly names?: Readonly<Record<string, string>>;
}

type Properties = Readonly<Record<string, Property>>;

/** Inputs under the API's names, without absent ones. */
export function toApi(properties: Properties, inputs: Fields, spelling: Spelling): Fields {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, property]) => {
      const value = inputs[key];
      if (property.output || value === undefined || value === null) return [];
      return [[spell(key, spelling), valueToApi(property, value, spelling)]];
    }),
  );
}

/** An API response as properties: `null` for absent ones. Absent nested properties are left out. */
export function fromApi<State = Fields>(properties: Properties, found: Fields, spelling: Spelling): Readable<State> {
  const state = Object.entries(properties).map(([key, property]) => {
    const value = found[spell(key, spelling)];
    return [key, value === undefined || value === null ? null : valueFromApi(property, value, spelling)];
  });
  return Object.fromEntries(state) as Readable<State>;
}

/** Selected properties of a table. */
export function only(table: TypeTable, ...keys: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(table.properties).filter(([key]) => keys.includes(key)));
}

/** The properties of a table without the given ones. */
export function without(table: TypeTable, ...keys: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(table.properties).filter(([key]) => !keys.includes(key)));
}

function spell(key: string, { style, names }: Spelling): string {
  const named = names?.[key];
  if (named !== undefined) return named;
  return style === "pascal" ? `${key.charAt(0).toUpperCase()}${key.slice(1)}` : key;
}

function valueToApi(property: Property, value: unknown, spelling: Spelling): unknown {
  const { items, properties } = property;
  if (properties) return toApi(properties, value as Fields, spelling);
  if (property.type === "list" && items && Array.isArray(value)) {
    return value.map((item) => valueToApi(items, item, spelling));
  }
  return value;
}

function valueFromApi(property: Property, value: unknown, spelling: Spelling): unknown {
  const { items, properties } = property;
  if (properties) {
    const entries = Object.entries(fromApi(properties, value as Fields, spelling));
    return Object.fromEntries(entries.filter(([, inner]) => inner !== null));
  }
  if (property.type === "list" && items && Array.isArray(value)) {
    return value.map((item) => valueFromApi(items, item, spelling));
  }
  if (property.type === "string" && typeof value !== "string") return textOf(value);
  if ((property.type === "integer" || property.type === "number") && typeof value === "string") return Number(value);
  if (property.type === "boolean" && typeof value === "string") return value === "true";
  return value;
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
