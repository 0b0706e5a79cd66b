import type { QueueReceiver, QueueSender, ReceivedMessage, SendOptions } from "../../../../runtime/clients.ts";
import { readBody } from "../../../../runtime/core/body.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { checkReceive, checkSend, checkSendBatch } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import type { Bindings, ClientFactory } from "../bindings.ts";
import { callJson, type JsonService, jsonError } from "../json-protocol.ts";
import { attributeBytes, toMessageAttributes } from "../message-attributes.ts";
import { type FailedEntry, refusalsById } from "../refusals.ts";
import { attributesOf, nameIn } from "../trigger.ts";

const sqs: JsonService = {
  name: "sqs",
  variable: "SQS",
  target: "AmazonSQS",
  version: "1.0",
  errorIn: jsonError,
};

/** Calls the host of the queue's address. */
const call = <Output>(action: string, QueueUrl: string, input: object, timeout?: number): Promise<Output> =>
  callJson(sqs, action, { QueueUrl, ...input }, { host: new URL(QueueUrl).host, timeout });

/**
 * Most messages in a call, and most bytes of one message
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html). All of a call may
 * have as many as one, but servers and regions with the limit that held before take no more than this.
 */
const LIMITS = { items: 10, bytes: 256 * 1024, item: 1024 * 1024 };

type Queue = Bindings["queue"];

/** SQS puts this into the names of FIFO queues alone. */
const isFifo = ({ url }: Queue): boolean => url.endsWith(".fifo");

const toMessage = (queue: Queue, data: unknown, { delay, group, deduplicationId, attributes }: SendOptions) => ({
  MessageBody: toJson(data),
  DelaySeconds: delay,
  MessageGroupId: group,
  // SQS uses the hash of the body if the queue has content-based deduplication, and requires an id otherwise.
  MessageDeduplicationId: deduplicationId ?? (isFifo(queue) && !queue.deduplicate ? crypto.randomUUID() : undefined),
  MessageAttributes: toMessageAttributes(attributes),
});

const sizeOf = ({ MessageBody, MessageAttributes }: ReturnType<typeof toMessage>): number =>
  Buffer.byteLength(MessageBody) + attributeBytes(MessageAttributes);

interface Message {
  readonly MessageId?: string;
  readonly ReceiptHandle?: string;
  readonly Body?: string;
  readonly Attributes?: { readonly MessageDeduplicationId?: string };
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

function toReceived(url: string, message: Message): ReceivedMessage {
  const { MessageId = "", Body = "", MessageAttributes = {}, Attributes = {}, ReceiptHandle } = message;
  const attributes = Object.entries(MessageAttributes).map(([name, value]) => [
    name,
    { stringValue: value.StringValue },
  ]);
  const { data, text, bytes } = readBody(Body);
  return {
    id: MessageId,
    data,
    text,
    bytes,
    attributes: attributesOf(Object.fromEntries(attributes)),
    ...(Attributes.MessageDeduplicationId !== undefined && { deduplicationId: Attributes.MessageDeduplicationId }),
    done: async () => void (await call("DeleteMessage", url, { ReceiptHandle })),
  };
}

/** Amazon SQS. */
export const queueClient: ClientFactory<"queue"> = (queue, name): QueueSender & QueueReceiver => {
  const { url } = queue;
  const place = `queue "${name}"`;
  return {
    name: nameIn(url),
    async send(data, options = {}) {
      checkSend(`send of ${place}`, isFifo(queue), data, options);
      const sent = await call<Message>("SendMessage", url, toMessage(queue, data, options));
      return { id: sent.MessageId ?? "" };
    },
    async sendBatch(messages) {
      checkSendBatch(`sendBatch of ${place}`, isFifo(queue), messages);
      await sendBatch(
        messages.map(({ data, ...options }) => toMessage(queue, data, options)),
        {
          place,
          limits: LIMITS,
          sizeOf,
          ordered: isFifo(queue),
          async send(items) {
            const Entries = items.map((item, index) => ({ Id: String(index), ...item }));
            const { Failed } = await call<{ Failed?: FailedEntry[] }>("SendMessageBatch", url, { Entries });
            return refusalsById(items, Failed);
          },
        },
      );
    },
    async receive(options = {}) {
      checkReceive(`receive of ${place}`, options);
      const { max = 10, wait = 0 } = options;
      const asked = {
        MaxNumberOfMessages: max,
        WaitTimeSeconds: wait,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["MessageDeduplicationId"],
      };
      const { Messages } = await call<{ Messages?: Message[] | null }>(
        "ReceiveMessage",
        url,
        asked,
        30_000 + wait * 1000,
      );
      return (Messages ?? []).map((message) => toReceived(url, message));
    },
  };
};
