import { z } from "zod";
import { appSchema } from "../app.ts";
import { isPlainObject } from "../merge-patch.ts";
import { AUTHORS_OWN } from "../partial-parse.ts";
import { DURATION, formatDuration } from "../units.ts";

/** Where the published JSON Schema lives in the package. */
export const JSON_SCHEMA_FILE = "schema/polyfn.schema.json";

/**
 * The spec's JSON Schema (draft 2020-12), for editors and for validating YAML and JSON: what may be written, with
 * descriptions and defaults. Rules between fields are `parseApp`'s alone.
 */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(appSchema, {
    io: "input",
    // Pulumi Outputs and other values that YAML and JSON can't hold.
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema instanceof z.ZodDefault) json.default = writtenDefault(json.type, zodSchema.def.defaultValue);
      // The library would allow a sign.
      if (zodSchema instanceof z.ZodTemplateLiteral) json.pattern = DURATION.source;
    },
  });
  const own = { description: "The author's own, for example YAML anchors. Ignored." };
  return {
    title: "polyfn spec",
    ...(withoutAnything(schema) as Record<string, unknown>),
    patternProperties: { [AUTHORS_OWN.source]: own },
  };
}

/** Defaults are kept as they are read (seconds); a schema of what is written says them with a unit. */
function writtenDefault(type: unknown, value: unknown): never {
  return (type === "string" && typeof value === "number" ? formatDuration(value) : value) as never;
}

/** Drops alternatives that would allow anything: what they stand for can't be written in YAML or JSON. */
function withoutAnything(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutAnything);
  if (!isPlainObject(node)) return node;
  const entries = Object.entries(node).map(([key, child]) => {
    const kept = key === "anyOf" && Array.isArray(child) ? child.filter((option) => !isEmpty(option)) : child;
    return [key, withoutAnything(kept)] as const;
  });
  return Object.fromEntries(entries);
}

const isEmpty = (option: unknown): boolean => isPlainObject(option) && Object.keys(option).length === 0;
