import type { QueueReceiver, QueueSender, ReceivedMessage, SendOptions } from "../../../../runtime/clients.ts";
import { readBody } from "../../../../runtime/core/body.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { checkReceive, checkSend, checkSendBatch } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import type { ClientFactory } from "../bindings.ts";
import { open, seal } from "../envelope.ts";
import {
  deleteMessage,
  type Incoming,
  MOST_BYTES,
  type Outgoing,
  receiveMessages,
  sendMessage,
  sendMessages,
} from "../mns.ts";

/** Most messages in a call (https://www.alibabacloud.com/help/en/mns/developer-reference/batchsendmessage). */
const MOST_MESSAGES = 16;

const toMessage = (data: unknown, { delay, group, deduplicationId, attributes }: SendOptions): Outgoing => ({
  body: seal({ body: toJson(data), attributes, deduplicationId }),
  delay,
  group,
});

function toReceived(queue: string, { id, handle, body: sealed }: Incoming): ReceivedMessage {
  const { body, attributes = {}, id: first = id, deduplicationId } = open(sealed);
  const { data, text, bytes } = readBody(body);
  const done = () => deleteMessage(queue, handle);
  return { id: first, data, text, bytes, attributes, ...(deduplicationId && { deduplicationId }), done };
}

/**
 * Simple Message Queue (MNS). Attributes and the deduplication id travel in an envelope around the body, which other
 * consumers see. MNS doesn't drop repeated messages.
 */
export const queueClient: ClientFactory<"queue"> = ({ queue, fifo = false }, name): QueueSender & QueueReceiver => {
  const place = `queue "${name}"`;
  return {
    name: queue,
    async send(data, options = {}) {
      checkSend(`send of ${place}`, fifo, data, options);
      return { id: await sendMessage(queue, toMessage(data, options)) };
    },
    async sendBatch(messages) {
      checkSendBatch(`sendBatch of ${place}`, fifo, messages);
      await sendBatch(
        messages.map(({ data, ...options }) => toMessage(data, options)),
        {
          place,
          limits: { items: MOST_MESSAGES, bytes: MOST_BYTES, item: MOST_BYTES },
          sizeOf: ({ body }) => Buffer.byteLength(body),
          ordered: fifo,
          send: (some) => sendMessages(queue, some),
        },
      );
    },
    async receive(options = {}) {
      checkReceive(`receive of ${place}`, options);
      const { max = 10, wait = 0 } = options;
      return (await receiveMessages(queue, max, wait)).map((message) => toReceived(queue, message));
    },
  };
};
