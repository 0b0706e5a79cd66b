import { readBody, readText } from "../../../../runtime/core/body.ts";
import { factsOf } from "../../../../runtime/core/clients.ts";
import type { QueueBatch, QueueMessage } from "../../../../runtime/events.ts";
import { queueBatch } from "../../../../runtime/shim/batch.ts";
import type { Invocation } from "../../../../runtime/shim/invocation.ts";
import { matches } from "../../../../runtime/shim/pattern.ts";
import { type BridgeEvent, isQueueEvent } from "../cloud-event.ts";
import { type Envelope, open, seal } from "../envelope.ts";
import type { Facts } from "../facts.ts";
import { sendMessage } from "../mns.ts";
import type { FunctionSetup, Trigger, TriggerSettings } from "../trigger.ts";
import { inOrder } from "./queue-in-order.ts";

type Settings = TriggerSettings["queue"];

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

interface Received {
  readonly message: Omit<QueueMessage, "retry">;
  readonly envelope: Envelope;
}

function toReceived(event: Event): Received {
  const { messageId, messageBody } = event.data ?? { messageId: event.id, messageBody: "" };
  const envelope = open(typeof messageBody === "string" ? messageBody : JSON.stringify(messageBody));
  const { body, attempt = 0, id = messageId, time = event.time, attributes = {}, deduplicationId } = envelope;
  const message = {
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
  } as const;
  return { message, envelope };
}

/** The trigger that the messages are for. A function is rarely told of more than one queue. */
function triggerOf(event: Event, { settings }: FunctionSetup): [string, Settings] | undefined {
  const all = Object.entries(settings?.queue ?? {});
  if (all.length < 2) return all[0];
  return all.find(([, { queue }]) => factsOf<Facts["queue"]>(queue).queue === queueOf(event));
}

const physical = (name: string): string => factsOf<Facts["queue"]>(name).queue;

/** Gives a message to the dead-letter queue, where there is one. */
async function giveUp(one: Received, { deadLetter, fifo }: Settings, ctx: Invocation): Promise<void> {
  if (!deadLetter) return drop(one, ctx);
  const { id, receives } = one.message;
  const { body, attributes, deduplicationId } = one.envelope;
  // Which group a message came from is not told; given up, each stands for itself.
  const sealed = seal({ body, attributes, deduplicationId });
  await sendMessage(physical(deadLetter.queue), { body: sealed, ...(fifo && { group: id }) });
  ctx.log.warn("message given up", { id, receives, deadLetter: deadLetter.queue });
}

function drop({ message: { id, receives } }: Received, ctx: Invocation): void {
  ctx.log.error("message given up: past its retention", { id, receives });
}

/** Puts a message that failed back into its queue, or where messages go that failed too often. */
async function putBack(one: Received, settings: Settings, ctx: Invocation): Promise<void> {
  const { queue, visibilityTimeout, retention, deadLetter } = settings;
  const { id, receives = 1, time = new Date().toISOString() } = one.message;
  const { body, attributes } = one.envelope;
  if (deadLetter && receives >= deadLetter.maxReceives) return giveUp(one, settings, ctx);
  if (Date.parse(time) + retention * 1000 < Date.now()) return drop(one, ctx);
  const again = seal({ attempt: receives, id, time, attributes, body });
  await sendMessage(physical(queue), { body: again, delay: visibilityTimeout });
}

/** Runs the handler; gives the messages that failed. A throw fails all. */
async function run(
  all: readonly Received[],
  method: (batch: QueueBatch, ctx: Invocation) => unknown,
  ctx: Invocation,
  { isWhole, isOrdered }: { readonly isWhole: boolean; readonly isOrdered: boolean },
): Promise<{ readonly failed: readonly Received[]; readonly error?: unknown }> {
  const { batch, failed } = queueBatch(
    all.map(({ message }) => message),
    ctx.log,
    isOrdered,
  );
  try {
    await method(batch, ctx);
  } catch (error) {
    return { failed: all, error };
  }
  const ids = new Set(failed());
  if (isWhole && ids.size > 0) {
    return { failed: all, error: new Error(`the batch is delivered again because of ${[...ids].join(", ")}`) };
  }
  return { failed: all.filter(({ message }) => ids.has(message.id)) };
}

/**
 * Messages of a queue. EventBridge takes a message out of the queue when the function has answered, whatever became of
 * it; so a message that failed is put back by the shim, in an envelope that counts its deliveries, and comes again when
 * the queue's visibility timeout is over. In a FIFO queue that would change the order: there the message is tried again
 * in its place. If the call itself fails, EventBridge repeats it.
 */
export const queue: Trigger<unknown, QueueBatch> = {
  accepts(event): event is unknown {
    const [first] = eventsIn(event);
    return isQueueEvent(first);
  },
  async handle(event, method, ctx, setup) {
    const events = eventsIn(event) as Event[];
    const [first] = events;
    const [name, settings] = (first && triggerOf(first, setup)) ?? [];
    if (name !== undefined) ctx.trigger = { kind: "queue", name };
    const { filter } = settings ?? {};
    const received = events.map(toReceived);
    const wanted = received.filter(({ message }) => filter === undefined || matches(filter, message.data));
    if (wanted.length < received.length)
      ctx.log.debug("messages do not match", { messages: received.length - wanted.length });
    if (wanted.length === 0) return;
    const isWhole = setup.wholeBatch?.includes("queue") ?? false;
    const { fifo = false, deadLetter, retention = 0 } = settings ?? {};
    const attempt = (some: readonly Received[]) => run(some, method, ctx, { isWhole, isOrdered: fifo });
    if (settings && fifo) {
      const giveUpOne = (one: Received) => giveUp(one, settings, ctx);
      const limits = { retention, ...(deadLetter && { maxReceives: deadLetter.maxReceives }) };
      return inOrder(wanted, { ...limits, run: attempt, giveUp: giveUpOne, remaining: () => ctx.remaining() });
    }
    const { failed, error } = await attempt(wanted);
    if (failed.length === 0) return;
    // Nobody said where they belong: EventBridge is left to repeat the call.
    if (!settings) throw error ?? new Error(`${failed.length} messages failed`);
    if (error !== undefined) ctx.log.error("failed", { trigger: "queue", error });
    await Promise.all(failed.map((one) => putBack(one, settings, ctx)));
  },
};
