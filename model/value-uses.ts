import type { z } from "zod";
import { type Path, walk } from "./schema/schema-walk.ts";
import { isReference, isTextValue } from "./value.ts";

/** A `{ ref: "<name>.<attribute>" }` and its path. */
export interface ValueUse {
  readonly name: string;
  readonly attribute: string;
  readonly path: Path;
}

/** Every reference in the places where the schema allows values, before or after parsing. */
export function valueUses(schema: z.core.$ZodType, value: unknown): ValueUse[] {
  const uses: ValueUse[] = [];
  walk(schema, value, (part, found, path) => {
    if (!isTextValue(part) || !isReference(found)) return;
    const [name = "", attribute = ""] = found.ref.split(".");
    uses.push({ name, attribute, path });
  });
  return uses;
}
