import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { encryptionKey, existing } from "../shared-fields.ts";
import { duration } from "../units.ts";
import { resourceFields } from "./fields.ts";

/** A message queue. */
export const queue = define({
  schema: z.strictObject({
    kind: z.literal("queue"),
    existing: existing.optional(),
    fifo: z.boolean().default(false).describe("Ordered per message group, delivered once."),
    deduplicate: z
      .boolean()
      .default(false)
      .describe("FIFO only: drop a message whose body was sent in the last five minutes."),
    visibilityTimeout: duration({ min: "1s", max: "12h" })
      .default(30)
      .describe("Time for which a received message stays hidden."),
    retention: duration({ min: "1m", max: "14d" })
      .default(345_600)
      .describe("Time for which an unread message is kept."),
    delay: duration({ max: "15m" }).default(0).describe("Time for which a new message stays hidden."),
    deadLetter: z
      .strictObject({
        queue: name.describe("The queue resource for such messages."),
        maxReceives: z.number().int().min(1).max(1000).default(3).describe("Maximum number of receives of a message."),
      })
      .optional()
      .describe("Destination of messages that were received too often."),
    key: encryptionKey.optional(),
    ...resourceFields<"queue">(),
  }),
  references: { key: "key", "deadLetter.queue": "queue" },
  adoptable: ["key", "fifo", "deduplicate", "visibilityTimeout"],
  features: {
    "resource.queue": { title: "Queue", uses: () => true },
    "resource.queue.fifo": { title: "Queue: FIFO with message groups", uses: (r) => r.fifo },
    "resource.queue.deduplicate": { title: "Queue: deduplication by content", uses: (r) => r.deduplicate },
    "resource.queue.delay": { title: "Queue: delivery delay", uses: (r) => r.delay > 0 },
    "resource.queue.deadLetter": { title: "Queue: dead-letter queue", uses: (r) => r.deadLetter !== undefined },
    "resource.queue.key": { title: "Queue: customer's key", uses: (r) => r.key !== undefined },
  },
});
