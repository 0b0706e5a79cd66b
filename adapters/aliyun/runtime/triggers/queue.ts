import { readBody, readText } from "../../../../runtime/core/body.ts";
import { bindingOf } from "../../../../runtime/core/clients.ts";
import { inOrder } from "../../../../runtime/shim/in-order.ts";
import type { Invocation } from "../../../../runtime/shim/invocation.ts";
import { matches } from "../../../../runtime/shim/pattern.ts";
import { type Message, outcomeOf, queueCodec } from "../../../../runtime/shim/queue-codec.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import type { Bindings } from "../bindings.ts";
import { type BridgeEvent, isQueueEvent } from "../cloud-event.ts";
import { type Envelope, open, seal } from "../envelope.ts";
import { sendMessage } from "../mns.ts";
import type { Triggers } from "../trigger.ts";

type Trigger = Triggers["queue"];

/** A message as EventBridge hands it over (https://www.alibabacloud.com/help/en/functioncompute/fc/mns-queue-triggers). */
interface MessageData {
  readonly messageId: string;
  readonly messageBody: unknown;
}
type Event = BridgeEvent<MessageData>;

/** One of them, or a list; in a list, each may be written as text. */
const eventsIn = (event: unknown): unknown[] =>
  [event].flat().map((item) => (typeof item === "string" ? readText(item).data : item));

/** `acs:mns:cn-hangzhou:123:queues/jobs`: the last part is the queue's name. */
const queueOf = ({ subject, source }: Event): string => (subject ?? source).split(/[:/]/).at(-1) ?? "";

/** The parts of a message beside its body. */
const envelopeOf = ({ data }: Event): Envelope => {
  const { messageBody = "" } = data ?? {};
  return open(typeof messageBody === "string" ? messageBody : JSON.stringify(messageBody));
};

function toMessage(event: Event): Message {
  const { messageId = event.id } = event.data ?? {};
  const { body, attempt = 0, id = messageId, time = event.time, attributes = {}, deduplicationId } = envelopeOf(event);
  return {
    specversion: "1.0",
    id,
    source: `queue/${queueOf(event)}`,
    type: "polyfn.queue.message",
    time,
    ...readBody(body),
    attributes,
    receives: attempt + 1,
    group: undefined,
    deduplicationId,
    raw: event,
  };
}

const physical = (name: string): string => bindingOf<Bindings["queue"]>(name).queue;

/** Gives a message to the dead-letter queue, where there is one. */
async function giveUp({ id, receives, raw }: Message, { deadLetter, fifo }: Trigger, ctx: Invocation): Promise<void> {
  if (!deadLetter) return drop({ id, receives }, ctx);
  const { body, attributes, deduplicationId } = envelopeOf(raw as Event);
  // The event does not name a message's group, so each message that is given up is in a group of its own.
  const sealed = seal({ body, attributes, deduplicationId });
  await sendMessage(physical(deadLetter.queue), { body: sealed, ...(fifo && { group: id }) });
  ctx.log.warn("message given up", { id, receives, deadLetter: deadLetter.queue });
}

function drop({ id, receives }: Pick<Message, "id" | "receives">, ctx: Invocation): void {
  ctx.log.error("message given up: past its retention", { id, receives });
}

/** Returns a failed message to its queue, or to the dead-letter queue if it failed too often. */
async function putBack(message: Message, trigger: Trigger, ctx: Invocation): Promise<void> {
  const { queue, visibilityTimeout, retention, deadLetter } = trigger;
  const { id, receives = 1, time = new Date().toISOString(), raw } = message;
  const { body, attributes } = envelopeOf(raw as Event);
  if (deadLetter && receives >= deadLetter.maxReceives) return giveUp(message, trigger, ctx);
  if (Date.parse(time) + retention * 1000 < Date.now()) return drop(message, ctx);
  const again = seal({ attempt: receives, id, time, attributes, body });
  await sendMessage(physical(queue), { body: again, delay: visibilityTimeout });
}

/**
 * Messages of a queue. EventBridge deletes a message when the function has answered, even if the message failed. So the
 * shim sends a failed message again, in an envelope that counts its deliveries and with the queue's visibility timeout as
 * delay. In a FIFO queue that would change the order, so the shim retries the message within the call. If the call itself
 * fails, EventBridge repeats it.
 */
export const queue = queueCodec<unknown, Trigger>({
  matches(event): event is unknown {
    const [first] = eventsIn(event);
    return isQueueEvent(first);
  },
  triggerOf: bySource((event) => queueOf(eventsIn(event)[0] as Event)),
  decode(event, { ctx, trigger }) {
    const messages = (eventsIn(event) as Event[]).map(toMessage);
    const { filter } = trigger ?? {};
    const wanted = filter ? messages.filter(({ data }) => matches(filter, data)) : messages;
    if (wanted.length < messages.length)
      ctx.log.debug("messages do not match", { messages: messages.length - wanted.length });
    return wanted;
  },
  async acknowledge(messages, attempt, { ctx, trigger }) {
    if (messages.length === 0) return;
    if (trigger?.fifo) {
      const { retention, deadLetter } = trigger;
      const remaining = () => ctx.remaining();
      const giveUpOne = (message: Message) => giveUp(message, trigger, ctx);
      return inOrder(messages, {
        attempt,
        giveUp: giveUpOne,
        retention,
        maxReceives: deadLetter?.maxReceives,
        remaining,
      });
    }
    const { failed, error } = await outcomeOf(messages, attempt);
    if (failed.length === 0) return;
    // Without a known trigger the queue is unknown too: the call fails, and EventBridge repeats it.
    if (!trigger) throw error ?? new Error(`${failed.length} messages failed`);
    if (error !== undefined) ctx.log.error("failed", { trigger: "queue", error });
    await Promise.all(failed.map((message) => putBack(message, trigger, ctx)));
  },
});
