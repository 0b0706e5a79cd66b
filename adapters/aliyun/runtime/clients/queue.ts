import type { QueueReceiver, QueueSender, ReceivedMessage, SendOptions } from "../../../../runtime/clients.ts";
import { readText } from "../../../../runtime/core/body.ts";
import { chunks, toJson } from "../../../../runtime/core/values.ts";
import { BatchError, type FailedItem } from "../../../../runtime/errors.ts";
import { open, seal } from "../envelope.ts";
import type { ClientFactory } from "../facts.ts";
import { deleteMessage, type Incoming, type Outgoing, receiveMessages, sendMessage, sendMessages } from "../mns.ts";

/** Most messages in a call, and most bytes of all of them (https://www.alibabacloud.com/help/en/mns/developer-reference/batchsendmessage). */
const MOST_MESSAGES = 16;
const MOST_BYTES = 64 * 1024;

const toMessage = (data: unknown, { delay, group, attributes }: SendOptions): Outgoing => ({
  body: seal({ body: toJson(data), attributes }),
  delay,
  group,
});

function toReceived(queue: string, { id, handle, body: text }: Incoming): ReceivedMessage {
  const { body, attributes = {}, id: first = id } = open(text);
  return { id: first, data: readText(body).data, attributes, done: () => deleteMessage(queue, handle) };
}

/**
 * Simple Message Queue (MNS). Attributes travel in an envelope around the body, which other consumers see. FIFO queues
 * find repeated messages by themselves: a deduplication id is of no effect.
 */
export const queueClient: ClientFactory<"queue"> = ({ queue }, name): QueueSender & QueueReceiver => ({
  name: queue,
  send: async (data, options = {}) => ({ id: await sendMessage(queue, toMessage(data, options)) }),
  async sendBatch(messages) {
    const all = messages.map(({ data, ...options }, index) => ({ index, message: toMessage(data, options) }));
    const failed: FailedItem[] = [];
    // One call after the other: in a FIFO queue the order of sending counts.
    for (const chunk of chunks(all, MOST_MESSAGES, MOST_BYTES, ({ message }) => Buffer.byteLength(message.body))) {
      const refusals = await sendMessages(
        queue,
        chunk.map(({ message }) => message),
      );
      for (const [position, { index }] of chunk.entries()) {
        const refusal = refusals[position];
        if (refusal) failed.push({ index, ...refusal });
      }
    }
    if (failed.length > 0)
      throw new BatchError(`queue "${name}" refused ${failed.length} of ${messages.length} messages`, failed);
  },
  async receive({ max = 10, wait = 0 } = {}) {
    return (await receiveMessages(queue, max, wait)).map((message) => toReceived(queue, message));
  },
});
