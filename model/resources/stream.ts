import { z } from "zod";
import { define } from "../definition.ts";
import { encryptionKey, existing } from "../shared-fields.ts";
import { duration } from "../units.ts";
import { resourceFields } from "./fields.ts";

/** An ordered, replayable stream of records. */
export const stream = define({
  schema: z.strictObject({
    kind: z.literal("stream"),
    existing: existing.optional(),
    shards: z
      .number()
      .int()
      .min(1)
      .max(200)
      .optional()
      .describe("Fixed number of shards. Default: on demand, if the target supports it."),
    retention: duration({ min: "1d", max: "365d" }).default(86_400).describe("Time for which a record can be read."),
    key: encryptionKey.optional(),
    ...resourceFields<"stream">(),
  }),
  references: { key: "key" },
  adoptable: ["key"],
  features: {
    "resource.stream": { title: "Stream", uses: () => true },
    "resource.stream.onDemand": { title: "Stream: capacity on demand", uses: (r) => r.shards === undefined },
    "resource.stream.key": { title: "Stream: customer's key", uses: (r) => r.key !== undefined },
  },
});
