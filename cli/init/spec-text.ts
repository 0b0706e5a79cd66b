import { stringify } from "yaml";
import type { AppInput } from "../../model/app.ts";

const SCHEMA = "# yaml-language-server: $schema=./node_modules/polyfn/schema/polyfn.schema.json";

/** A spec as polyfn.yaml, with the schema for editors. */
export const yamlSpec = (spec: AppInput): string => `${SCHEMA}\n${stringify(spec, { lineWidth: 120 })}`;

/** A spec as polyfn.config.ts. */
export const typeScriptSpec = (spec: AppInput): string =>
  `import { defineApp } from "polyfn";\n\nexport default defineApp(${literal(spec)});\n`;

/** The parts of the spec that handlers' types depend on: names, kinds, keys, triggers and permissions. */
export function specTypes({ resources = {}, functions = {} }: AppInput): string {
  const shape = {
    resources: mapped(resources, (resource) => pick(resource, ["kind", "key", "indexes"])),
    functions: mapped(functions, (fn) => pick(fn, ["triggers", "permissions"])),
  };
  return `/** What handlers and tests are typed by. Change it with the names, triggers and permissions of polyfn.yaml. */
export interface Spec ${literal(shape, ";")}
`;
}

const mapped = <T>(map: Readonly<Record<string, T>>, change: (value: T) => object) =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));

const pick = (value: object, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));

/** JSON as TypeScript writes it. `end` ends a property: a comma in values, a semicolon in types. */
function literal(value: unknown, end = ",", indent = ""): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, end, indent)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (entries.length === 0) return "{}";
  const inner = `${indent}  `;
  const lines = entries.map(([key, one]) => `${inner}${propertyName(key)}: ${literal(one, end, inner)}${end}\n`);
  return `{\n${lines.join("")}${indent}}`;
}

const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));
