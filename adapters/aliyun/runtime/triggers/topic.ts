import { readBody } from "../../../../runtime/core/body.ts";
import { factsOf } from "../../../../runtime/core/clients.ts";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { TopicEvent } from "../../../../runtime/events.ts";
import { matches } from "../../../../runtime/shim/pattern.ts";
import { unpackAttributes } from "../attributes.ts";
import type { Facts } from "../facts.ts";
import type { FunctionSetup, Trigger, TriggerSettings } from "../trigger.ts";

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

/** The trigger that the message is for, with its name. A function is rarely told of more than one topic. */
function triggerOf({ TopicName }: Raw, { settings }: FunctionSetup): [string, TriggerSettings["topic"]] | undefined {
  const all = Object.entries(settings?.topic ?? {});
  if (all.length < 2) return all[0];
  return all.find(([, { topic }]) => factsOf<Facts["topic"]>(topic).topic === TopicName);
}

/** Messages of a topic, one in each event. The trigger's filter is applied here: MNS has none that says as much. */
export const topic: Trigger<Raw, TopicEvent> = {
  accepts: isMessage,
  async handle(raw, method, ctx, setup) {
    const event = toEvent(raw);
    const [name, settings] = triggerOf(raw, setup) ?? [];
    if (name !== undefined) ctx.trigger = { kind: "topic", name };
    const looked = settings?.filterOn === "body" ? event.data : event.attributes;
    if (settings?.filter === undefined || matches(settings.filter, looked)) await method(event, ctx);
    else ctx.log.debug("message does not match", { id: event.id });
  },
};
