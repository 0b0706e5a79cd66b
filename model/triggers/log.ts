import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { refinement } from "../schema/refinement.ts";
import { existing } from "../shared-fields.ts";
import { silence } from "../silence.ts";

/** Log lines of a function of this spec, or of an existing log group. The handler's `log(batch, ctx)`. */
export const log = define({
  schema: z
    .strictObject({
      kind: z.literal("log"),
      silence,
      function: name.optional().describe("The function whose log to follow."),
      existing: existing.optional().describe("Name of a log group that polyfn does not own."),
      pattern: z
        .string()
        .max(1024)
        .default("")
        .describe(
          "Only lines that match, in the target's filter language; a plain word works on all. Default: every line.",
        ),
    })
    .refine(
      (t) => (t.function === undefined) !== (t.existing === undefined),
      refinement({
        path: ["function"],
        message: "A log trigger follows exactly one of function and existing.",
        remedy: "Give the function whose log to follow, or the existing log group, not both.",
      }),
    ),
  references: { function: "function" },
  features: {
    log: { title: "Log trigger", uses: () => true },
    "log.pattern": { title: "Log trigger: pattern", uses: (t) => t.pattern !== "" },
  },
});
