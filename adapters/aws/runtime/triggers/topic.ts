import type { SNSEvent, SNSEventRecord } from "aws-lambda";
import { readBody } from "../../../../runtime/core/body.ts";
import type { TopicEvent } from "../../../../runtime/events.ts";
import { attributesOf, hasRecordsFrom, nameIn, type Trigger } from "../trigger.ts";

function toEvent(record: SNSEventRecord): TopicEvent {
  const { Sns: message } = record;
  return {
    specversion: "1.0",
    id: message.MessageId,
    source: `topic/${nameIn(message.TopicArn)}`,
    type: "polyfn.topic.message",
    subject: message.Subject ?? undefined,
    time: message.Timestamp,
    ...readBody(message.Message),
    attributes: attributesOf(message.MessageAttributes),
    raw: record,
  };
}

/** SNS messages (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html). There is one in each event. */
export const topic: Trigger<SNSEvent, TopicEvent> = {
  accepts: (event): event is SNSEvent => hasRecordsFrom(event, "aws:sns"),
  async handle(event, method, ctx) {
    for (const record of event.Records) await method(toEvent(record), ctx);
  },
};
