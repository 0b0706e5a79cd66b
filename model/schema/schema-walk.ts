import { z } from "zod";
import { isPlainObject } from "../merge-patch.ts";
import { unwrapped } from "./schema-messages.ts";

export type Path = readonly (string | number)[];

/** The schemas directly below `schema` for a key; several when alternatives have that key. */
function below(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    // A key such as "toString" is not a field, though every object has it.
    const field: z.core.$ZodType | undefined = Object.hasOwn(inner.shape, key) ? inner.shape[String(key)] : undefined;
    return field === undefined ? [] : [field];
  }
  if (inner instanceof z.ZodRecord) return [inner.valueType];
  if (inner instanceof z.ZodArray) return [inner.element];
  return inner instanceof z.ZodUnion ? inner.options.flatMap((option) => below(option, key)) : [];
}

/** The schema for a path below `schema`; the first one when several alternatives have it, undefined when none has. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let here = [schema];
  for (const key of path) here = here.flatMap((candidate) => below(candidate, key));
  return here[0];
}

/** Calls `visit` for every part of `value` that is in the schema, outermost first. Never throws on wrong types. */
export function walk(
  schema: z.core.$ZodType,
  value: unknown,
  visit: (schema: z.core.$ZodType, value: unknown, path: Path) => void,
  path: Path = [],
): void {
  visit(schema, value, path);
  const children = Array.isArray(value) ? [...value.entries()] : isPlainObject(value) ? Object.entries(value) : [];
  const here = chosen(schema, value);
  for (const [key, child] of children) {
    const [next] = below(here, key);
    if (next !== undefined) walk(next, child, visit, [...path, key]);
  }
}

/** The alternative for the value's `kind`. */
function chosen(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  const union = unwrapped(schema);
  if (!(union instanceof z.ZodDiscriminatedUnion) || !isPlainObject(value)) return schema;
  const { discriminator } = union.def;
  const fits = (option: z.core.$ZodType) =>
    option instanceof z.ZodObject && option.shape[discriminator]?.safeParse(value[discriminator]).success;
  return union.options.find(fits) ?? schema;
}
