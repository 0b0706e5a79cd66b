import { z } from "zod";
import { define } from "../definition.ts";
import { refinement } from "../schema/refinement.ts";
import { encryptionKey, existing } from "../shared-fields.ts";
import { textValue } from "../value.ts";
import { resourceFields } from "./fields.ts";

/**
 * A secret. Its value is never in the spec: it comes from the stack's encrypted configuration, from an Output, or is
 * stored separately (`existing`).
 */
export const secret = define({
  schema: z
    .strictObject({
      kind: z.literal("secret"),
      existing: existing.optional(),
      value: textValue
        .refine((value) => typeof value !== "string", {
          message: "The value of a secret must not be written in the spec.",
          params: {
            code: "secret-in-spec",
            remedy: 'Use { config: "<name>" } and run `pulumi config set --secret polyfn:<name>`.',
          },
        })
        .optional()
        .describe("Source of the value. Default: none; you store it after the deployment."),
      key: encryptionKey.optional(),
      ...resourceFields<"secret">(),
    })
    .refine(
      (r) => r.existing === undefined || r.value === undefined,
      refinement({
        path: ["value"],
        message:
          "A secret that is adopted with existing cannot have a value: polyfn does not write secrets that it does not own.",
        remedy: "Remove value, or remove existing to let polyfn own the secret.",
      }),
    ),
  references: { key: "key" },
  adoptable: ["key", "value"],
  features: {
    "resource.secret": { title: "Secret", uses: () => true },
    "resource.secret.key": { title: "Secret: customer's key", uses: (r) => r.key !== undefined },
  },
});
