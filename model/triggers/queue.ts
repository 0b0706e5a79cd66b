import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { contentPattern } from "../shared-fields.ts";
import { silence } from "../silence.ts";
import { duration } from "../units.ts";

/** Messages of a queue, in batches. The handler's `queue(batch, ctx)` may fail single messages with `message.retry()`. */
export const queue = define({
  schema: z.strictObject({
    kind: z.literal("queue"),
    silence,
    queue: name.describe("The queue resource to read."),
    batchSize: z.number().int().min(1).max(10_000).default(10).describe("Maximum number of messages in a call."),
    window: duration({ max: "5m" }).default(0).describe("Time to wait for a full batch."),
    partialFailures: z.boolean().default(true).describe("Return only failed messages to the queue."),
    maxConcurrency: z
      .number()
      .int()
      .min(2)
      .max(1000)
      .optional()
      .describe("Maximum number of instances that read at once."),
    filter: contentPattern.optional().describe("Only messages whose JSON body matches; others are dropped."),
    enabled: z.boolean().default(true).describe("false keeps the trigger but disables it."),
  }),
  references: { queue: "queue" },
  source: "queue",
  once: true,
  selects: (t) => t.filter !== undefined,
  features: {
    queue: { title: "Queue trigger", uses: () => true },
    "queue.batch": { title: "Queue trigger: batches", uses: (t) => t.batchSize > 1 },
    "queue.window": { title: "Queue trigger: batching window", uses: (t) => t.window > 0 },
    "queue.partialFailures": { title: "Queue trigger: per-message failure", uses: (t) => t.partialFailures },
    "queue.maxConcurrency": {
      title: "Queue trigger: most instances at once",
      uses: (t) => t.maxConcurrency !== undefined,
    },
    "queue.filter": { title: "Queue trigger: filter", uses: (t) => t.filter !== undefined },
    "queue.enabled": { title: "Queue trigger: switched off", uses: (t) => !t.enabled },
  },
});
