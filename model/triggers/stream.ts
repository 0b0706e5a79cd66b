import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { withMessage } from "../schema/schema-messages.ts";
import { contentPattern, destination } from "../shared-fields.ts";
import { silence } from "../silence.ts";
import { duration } from "../units.ts";

/** Fields that the two ordered sources, a stream and a table's changes, share. */
export const orderedSource = {
  batchSize: z.number().int().min(1).max(10_000).default(100).describe("Maximum number of records in a call."),
  window: duration({ max: "5m" }).default(0).describe("Time to wait for a full batch."),
  parallelism: z
    .number()
    .int()
    .min(1)
    .max(10)
    .default(1)
    .describe("Number of batches of one shard processed at once; order is kept for each key."),
  bisect: z.boolean().default(false).describe("Split a failing batch in half until the bad record is alone."),
  maxAge: duration({ min: "1m", max: "7d" })
    .optional()
    .describe("Maximum age of a record; older ones are skipped. Default: the source's retention."),
  retries: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe("Retries of a failing batch. Default: until maxAge."),
  onFailure: destination.optional().describe("Queue or topic that receives a message about each skipped batch."),
  partialFailures: z.boolean().default(true).describe("Retry from the first failed record instead of the whole batch."),
  filter: contentPattern.optional().describe("Only records whose JSON content matches; others are skipped."),
  consumer: name
    .default("default")
    .describe("Name of the position in the source. Functions that read the same source need different ones."),
  enabled: z.boolean().default(true).describe("false keeps the trigger but disables it."),
};

/** Records of a stream, in order per key. The handler's `stream(batch, ctx)`. */
export const stream = define({
  schema: z.strictObject({
    kind: z.literal("stream"),
    silence,
    stream: name.describe("The stream resource to read."),
    startAt: z
      .union([
        z.enum(["latest", "oldest"]),
        withMessage(z.iso.datetime(), "a UTC time such as 2026-01-31T00:00:00Z", '"2026-01-31T00:00:00Z"'),
      ])
      .default("latest")
      .describe("First record to read: latest, oldest, or a UTC time such as 2026-01-31T00:00:00Z."),
    ...orderedSource,
  }),
  references: { stream: "stream", onFailure: "destination" },
  source: "stream",
  once: true,
  selects: (t) => t.filter !== undefined,
  loop: {
    access: "put",
    remedy: "Give the trigger a filter that the function's own records don't match, or put them into another stream.",
  },
  features: {
    stream: { title: "Stream trigger", uses: () => true },
    "stream.startAt.time": {
      title: "Stream trigger: start at a time",
      uses: (t) => t.startAt !== "latest" && t.startAt !== "oldest",
    },
    "stream.window": { title: "Stream trigger: batching window", uses: (t) => t.window > 0 },
    "stream.parallelism": { title: "Stream trigger: parallel batches per shard", uses: (t) => t.parallelism > 1 },
    "stream.bisect": { title: "Stream trigger: bisect on failure", uses: (t) => t.bisect },
    "stream.maxAge": { title: "Stream trigger: record age limit", uses: (t) => t.maxAge !== undefined },
    "stream.retries": { title: "Stream trigger: retry limit", uses: (t) => t.retries !== undefined },
    "stream.onFailure": { title: "Stream trigger: failure destination", uses: (t) => t.onFailure !== undefined },
    "stream.partialFailures": { title: "Stream trigger: per-record failure", uses: (t) => t.partialFailures },
    "stream.filter": { title: "Stream trigger: filter", uses: (t) => t.filter !== undefined },
    "stream.enabled": { title: "Stream trigger: switched off", uses: (t) => !t.enabled },
  },
});
