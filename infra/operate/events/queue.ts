import { readBody } from "../../../runtime/core/body.ts";
import type { QueueBatch, QueueMessage } from "../../../runtime/events.ts";
import { queueBatch } from "../../../runtime/shim/batch.ts";
import { createLogger } from "../../../runtime/shim/log.ts";
import type { Message } from "../../../runtime/shim/queue-codec.ts";
import { type DataOf, idOf, orOne, type Stamp, textOf, timeOf } from "./stamp.ts";

/** A message of a queue. */
export interface MessageInput<Body = unknown> extends Stamp {
  /** Text is sent as it is, anything else as JSON. Default: `{}`. */
  readonly body?: Body;
  /** The cloud's name of the queue. Default: "queue". */
  readonly queue?: string;
  /** Default: none. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The number of deliveries, including this one. Default: 1. */
  readonly receives?: number;
  /** Of a FIFO queue. */
  readonly group?: string;
  /** Of a FIFO queue. */
  readonly deduplicationId?: string;
}

/** A batch that tells what became of its messages. */
export interface GeneratedQueueBatch<Data> extends QueueBatch<Data> {
  /** The messages to deliver again, once the handler is done. */
  failed(): readonly QueueMessage<Data>[];
}

const toMessage = (input: MessageInput): Message => ({
  specversion: "1.0",
  id: idOf(input),
  source: `queue/${input.queue ?? "queue"}`,
  type: "polyfn.queue.message",
  time: timeOf(input),
  ...readBody(textOf(input.body ?? {})),
  attributes: input.attributes ?? {},
  receives: input.receives ?? 1,
  group: input.group,
  deduplicationId: input.deduplicationId,
  raw: undefined,
});

/** Messages as the method gets them. */
export function batchOf<Data>(messages: readonly Message[]): GeneratedQueueBatch<Data> {
  const { batch, failed } = queueBatch(messages, createLogger({}));
  return { ...batch, failed } as unknown as GeneratedQueueBatch<Data>;
}

/** A batch with a message for each argument; without arguments, one message. */
export const queue = <Body = unknown>(...messages: readonly MessageInput<Body>[]): GeneratedQueueBatch<DataOf<Body>> =>
  batchOf(orOne(messages).map(toMessage));
