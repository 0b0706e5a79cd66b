import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { silence } from "../silence.ts";

/** Objects created in or removed from a bucket. The handler's `bucket(event, ctx)`. */
export const bucket = define({
  schema: z.strictObject({
    kind: z.literal("bucket"),
    silence,
    bucket: name.describe("The bucket resource to watch."),
    events: z
      .array(z.enum(["created", "removed"]))
      .min(1)
      .default(["created"])
      .describe("Events to receive."),
    prefix: z.string().max(1024).default("").describe("Prefix of the keys."),
    suffix: z.string().max(1024).default("").describe("Suffix of the keys."),
  }),
  references: { bucket: "bucket" },
  source: "bucket",
  selects: (t) => t.prefix !== "" || t.suffix !== "" || !t.events.includes("created"),
  loop: {
    access: "write",
    remedy: "Give the trigger a prefix (or suffix) and write elsewhere, or write to another bucket.",
  },
  features: {
    bucket: { title: "Bucket trigger", uses: () => true },
    "bucket.removed": { title: "Bucket trigger: removed objects", uses: (t) => t.events.includes("removed") },
    "bucket.filter": { title: "Bucket trigger: prefix and suffix", uses: (t) => t.prefix !== "" || t.suffix !== "" },
  },
});
