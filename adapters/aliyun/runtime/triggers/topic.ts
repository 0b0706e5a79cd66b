import { readBody } from "../../../../runtime/core/body.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { TopicEvent } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { matches } from "../../../../runtime/shim/pattern.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import { unpackAttributes } from "../attributes.ts";
import type { Triggers } from "../trigger.ts";

/** A message as MNS hands it over in its JSON form (https://www.alibabacloud.com/help/en/functioncompute/fc/mns-topic-triggers). */
interface Raw {
  readonly TopicName: string;
  readonly Message: string;
  readonly MessageId: string;
  /** Milliseconds. */
  readonly PublishTime: number | string;
}

function toEvent(raw: Raw): TopicEvent {
  const { attributes, subject } = unpackAttributes(raw);
  return {
    specversion: "1.0",
    id: raw.MessageId,
    source: `topic/${raw.TopicName}`,
    type: "polyfn.topic.message",
    subject,
    time: timeOf(raw.PublishTime),
    ...readBody(raw.Message),
    attributes,
    raw,
  };
}

const isMessage = (event: unknown): event is Raw => {
  const { TopicName, MessageId, Message } = (event ?? {}) as Partial<Raw>;
  return [TopicName, MessageId, Message].every((field) => typeof field === "string");
};

/** Messages of a topic, one in each event. The trigger's filter is applied here: MNS has none that says as much. */
export const topic = eventCodec<Raw, TopicEvent, Triggers["topic"]>({
  matches: isMessage,
  triggerOf: bySource(({ TopicName }) => TopicName),
  decode(raw, { ctx, trigger }) {
    const event = toEvent(raw);
    const looked = trigger?.filterOn === "body" ? event.data : event.attributes;
    if (trigger?.filter === undefined || matches(trigger.filter, looked)) return [event];
    ctx.log.debug("message does not match", { id: event.id });
    return [];
  },
});
