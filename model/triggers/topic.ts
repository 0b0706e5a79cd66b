import { z } from "zod";
import { define } from "../definition.ts";
import { name } from "../names.ts";
import { contentPattern } from "../shared-fields.ts";
import { silence } from "../silence.ts";

/** Messages published to a topic, one per call. The handler's `topic(event, ctx)`. */
export const topic = define({
  schema: z.strictObject({
    kind: z.literal("topic"),
    silence,
    topic: name.describe("The topic resource to subscribe to."),
    filter: contentPattern.optional().describe("Only messages that match."),
    filterOn: z
      .enum(["attributes", "body"])
      .default("attributes")
      .describe("Part of the message that the filter applies to."),
    deadLetter: name.optional().describe("Queue for messages that could not be delivered."),
  }),
  references: { topic: "topic", deadLetter: "queue" },
  source: "topic",
  once: true,
  selects: (t) => t.filter !== undefined,
  loop: {
    access: "publish",
    remedy: "Give the trigger a filter that the function's own messages don't match, or publish to another topic.",
  },
  features: {
    topic: { title: "Topic trigger", uses: () => true },
    "topic.filter.attributes": {
      title: "Topic trigger: filter on attributes",
      uses: (t) => t.filter !== undefined && t.filterOn === "attributes",
    },
    "topic.filter.body": {
      title: "Topic trigger: filter on the body",
      uses: (t) => t.filter !== undefined && t.filterOn === "body",
    },
    "topic.deadLetter": { title: "Topic trigger: dead-letter queue", uses: (t) => t.deadLetter !== undefined },
  },
});
