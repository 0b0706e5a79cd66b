import type { SQSEvent, SQSRecord } from "aws-lambda";
import { readBody } from "../../../../runtime/core/body.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { QueueBatch, QueueMessage } from "../../../../runtime/events.ts";
import { queueBatch } from "../../../../runtime/shim/batch.ts";
import { attributesOf, failuresOf, hasRecordsFrom, nameIn, type Trigger } from "../trigger.ts";

function toMessage(record: SQSRecord): Omit<QueueMessage, "retry"> {
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
export const queue: Trigger<SQSEvent, QueueBatch> = {
  accepts: (event): event is SQSEvent => hasRecordsFrom(event, "aws:sqs"),
  async handle(event, method, ctx, setup) {
    const { batch, failed } = queueBatch(event.Records.map(toMessage), ctx.log);
    await method(batch, ctx);
    return failuresOf(failed(), "queue", setup);
  },
};
