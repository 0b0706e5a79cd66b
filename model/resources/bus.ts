import { z } from "zod";
import { define } from "../definition.ts";
import { existing } from "../shared-fields.ts";
import { resourceFields } from "./fields.ts";

/** An event bus, which routes events by their content. `existing: "default"` is the account's default bus. */
export const bus = define({
  schema: z.strictObject({ kind: z.literal("bus"), existing: existing.optional(), ...resourceFields<"bus">() }),
  references: {},
  adoptable: [],
  features: { "resource.bus": { title: "Event bus", uses: () => true } },
});
