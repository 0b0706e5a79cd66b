import type { SNSEvent, SNSEventRecord } from "aws-lambda";
import { readBody } from "../../../../runtime/core/body.ts";
import type { TopicEvent } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import { attributesOf, isFrom, nameIn, type Triggers } from "../trigger.ts";

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
export const topic = eventCodec<SNSEvent, TopicEvent, Triggers["topic"]>({
  matches: isFrom("aws:sns"),
  triggerOf: bySource(({ Records }) => Records[0]?.Sns.TopicArn),
  decode: ({ Records }) => Records.map(toEvent),
});
