import { z } from "zod";
import { define } from "../definition.ts";
import { cors, encryptionKey, existing } from "../shared-fields.ts";
import { duration } from "../units.ts";
import { resourceFields } from "./fields.ts";

/** Object storage. Private and encrypted; `keep` decides if `destroy` deletes its objects. */
export const bucket = define({
  schema: z.strictObject({
    kind: z.literal("bucket"),
    existing: existing.optional(),
    versioning: z.boolean().default(false).describe("Keep earlier versions of each object."),
    cors: cors.optional().describe("CORS rules for pages that read or upload directly."),
    expire: z
      .array(
        z.strictObject({
          prefix: z.string().default("").describe("Prefix of the keys."),
          after: duration({ min: "1d" }).describe("Age at which an object is deleted."),
        }),
      )
      .default([])
      .describe("Delete objects some days after their creation."),
    key: encryptionKey.optional(),
    ...resourceFields<"bucket">(),
  }),
  references: { key: "key" },
  adoptable: ["key"],
  features: {
    "resource.bucket": { title: "Bucket", uses: () => true },
    "resource.bucket.versioning": { title: "Bucket: versioning", uses: (r) => r.versioning },
    "resource.bucket.cors": { title: "Bucket: CORS", uses: (r) => r.cors !== undefined },
    "resource.bucket.expire": { title: "Bucket: expiry of objects", uses: (r) => r.expire.length > 0 },
    "resource.bucket.key": { title: "Bucket: customer's key", uses: (r) => r.key !== undefined },
  },
});
