import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { contentPattern, encryptionKey, existing } from "../shared-fields.ts";
import { resourceFields } from "./fields.ts";

/** A publish-subscribe topic. Functions subscribe with a topic trigger, queues with `queues`. */
export const topic = define({
  schema: z.strictObject({
    kind: z.literal("topic"),
    existing: existing.optional(),
    queues: z
      .record(
        name,
        z.strictObject({
          filter: contentPattern.optional().describe("Only messages that match."),
          raw: z.boolean().default(true).describe("Deliver the message body without the topic's envelope."),
        }),
      )
      .default({})
      .describe("Queues of this spec that receive every (matching) message."),
    key: encryptionKey.optional(),
    ...resourceFields<"topic">(),
  }),
  references: { key: "key", "queues.*": "queue" },
  adoptable: ["key", "queues"],
  features: {
    "resource.topic": { title: "Topic", uses: () => true },
    "resource.topic.queues": { title: "Topic: fan-out to queues", uses: (r) => Object.keys(r.queues).length > 0 },
    "resource.topic.key": { title: "Topic: customer's key", uses: (r) => r.key !== undefined },
  },
});
