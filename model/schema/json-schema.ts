import { z } from "zod";
import { appSchema } from "../app.ts";
import { isPlainObject } from "../merge-patch.ts";
import { IGNORED_KEY } from "../partial-parse.ts";
import { DURATION, formatDuration } from "../units.ts";

/** Path of the published JSON Schema in the package. */
export const JSON_SCHEMA_FILE = "schema/polyfn.schema.json";

/**
 * The spec's JSON Schema (draft 2020-12), for editors and for validating YAML and JSON: every field with its
 * description and default. Only `parseApp` checks rules between fields.
 */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(appSchema, {
    io: "input",
    // Pulumi Outputs and other values that YAML and JSON cannot contain.
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema instanceof z.ZodDefault) json.default = formatDefault(json.type, zodSchema.def.defaultValue);
      // The library would allow a sign.
      if (zodSchema instanceof z.ZodTemplateLiteral) json.pattern = DURATION.source;
    },
  });
  const own = { description: "Ignored. Can hold YAML anchors, for example." };
  return {
    title: "polyfn spec",
    ...(withoutUnrestricted(schema) as Record<string, unknown>),
    patternProperties: { [IGNORED_KEY.source]: own },
  };
}

/** The schema has defaults in parsed form (seconds); this formats them with a unit, as written. */
function formatDefault(type: unknown, value: unknown): never {
  return (type === "string" && typeof value === "number" ? formatDuration(value) : value) as never;
}

/** Drops alternatives that allow any value: their real values cannot be written in YAML or JSON. */
function withoutUnrestricted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutUnrestricted);
  if (!isPlainObject(node)) return node;
  const entries = Object.entries(node).map(([key, child]) => {
    const kept = key === "anyOf" && Array.isArray(child) ? child.filter((option) => !isEmpty(option)) : child;
    return [key, withoutUnrestricted(kept)] as const;
  });
  return Object.fromEntries(entries);
}

const isEmpty = (option: unknown): boolean => isPlainObject(option) && Object.keys(option).length === 0;
