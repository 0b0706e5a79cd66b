import type { SQSEvent, SQSRecord } from "aws-lambda";
import { readBody } from "../../../../runtime/core/body.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import { type Message, queueCodec } from "../../../../runtime/shim/queue-codec.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import { attributesOf, isFrom, nameIn, type Triggers } from "../trigger.ts";

function toMessage(record: SQSRecord): Message {
  const { attributes, messageId, eventSourceARN } = record;
  return {
    specversion: "1.0",
    id: messageId,
    source: `queue/${nameIn(eventSourceARN)}`,
    type: "polyfn.queue.message",
    time: timeOf(attributes.SentTimestamp),
    ...readBody(record.body),
    attributes: attributesOf(record.messageAttributes),
    receives: Number(attributes.ApproximateReceiveCount),
    // Standard queues may have groups too, but only for fairness: there they promise no order.
    group: eventSourceARN.endsWith(".fifo") ? attributes.MessageGroupId : undefined,
    deduplicationId: attributes.MessageDeduplicationId,
    raw: record,
  };
}

/** SQS messages (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). */
export const queue = queueCodec<SQSEvent, Triggers["queue"]>({
  matches: isFrom("aws:sqs"),
  triggerOf: bySource(({ Records }) => Records[0]?.eventSourceARN),
  decode({ Records }) {
    return Records.map(toMessage);
  },
  async acknowledge(messages, attempt) {
    const failed = await attempt(messages);
    return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
  },
});
