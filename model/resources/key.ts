import { z } from "zod";
import { define } from "../definition.ts";
import { existing } from "../shared-fields.ts";
import { duration } from "../units.ts";
import { resourceFields } from "./fields.ts";

/**
 * A symmetric key of the cloud's key management service, with an alias. Resources that it encrypts name it in `key` (a
 * table in `encryptionKey`). Functions need no permissions on keys: access to a resource includes its key.
 */
export const key = define({
  schema: z.strictObject({
    kind: z.literal("key"),
    existing: existing.optional(),
    rotation: duration({ min: "7d", max: "2560d" })
      .optional()
      .describe("Interval at which the service creates new key material. Default: never."),
    deletionWindow: duration({ min: "7d", max: "366d" })
      .default(2_592_000)
      .describe("Time for which a removed key can be restored. After that, nothing encrypted with it can be read."),
    ...resourceFields<"key">(),
  }),
  references: {},
  adoptable: [],
  features: {
    "resource.key": { title: "Key", uses: () => true },
    "resource.key.rotation": { title: "Key: automatic rotation", uses: (r) => r.rotation !== undefined },
  },
});
