import { z } from "zod";
import { define } from "../definition.ts";
import { existing } from "../shared-fields.ts";
import { textValue } from "../value.ts";
import { resourceFields } from "./fields.ts";

/** A secret. Its value never stands in the spec: it comes from the stack's encrypted configuration, an Output, or was stored by someone else (`existing`). */
export const secret = define({
  schema: z
    .strictObject({
      kind: z.literal("secret"),
      existing: existing.optional(),
      value: textValue
        .refine(
          (value) => typeof value !== "string",
          'must not stand in the spec: use { config: "name" } and `pulumi config set --secret polyfn:name`',
        )
        .optional(),
      ...resourceFields,
    })
    .refine((r) => r.existing === undefined || r.value === undefined, {
      path: ["value"],
      message: "is not allowed with existing: polyfn does not write secrets it does not own",
    }),
  references: {},
  features: { "resource.secret": { title: "Secret", uses: () => true } },
});
