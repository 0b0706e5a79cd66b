import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueReceiver, QueueSender, ReceivedMessage, SendOptions } from "../../../../runtime/clients.ts";
import { readBody } from "../../../../runtime/core/body.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { checkReceive, checkSend, checkSendBatch } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory, Facts } from "../facts.ts";
import { attributeBytes, refusalsById, toMessageAttributes } from "../message-attributes.ts";
import { hasEndpoint } from "../sdk.ts";
import { attributesOf, nameIn } from "../trigger.ts";

// A queue's address names the cloud's own host, also where another server answers in its place.
const sqs = lazy(() => new SQSClient({ useQueueUrlAsEndpoint: !hasEndpoint("SQS") }));

/**
 * Most messages in a call, and most bytes of one message
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html). All of a call may
 * have as many as one, but servers and regions with the limit that held before take no more than this.
 */
const LIMITS = { items: 10, bytes: 256 * 1024, item: 1024 * 1024 };

type Queue = Facts["queue"];

/** SQS puts this into the names of FIFO queues alone. */
const isFifo = ({ url }: Queue): boolean => url.endsWith(".fifo");

const toMessage = (queue: Queue, data: unknown, { delay, group, deduplicationId, attributes }: SendOptions) => ({
  MessageBody: toJson(data),
  DelaySeconds: delay,
  MessageGroupId: group,
  // SQS takes the hash of the body where the queue says so, and else demands an id.
  MessageDeduplicationId: deduplicationId ?? (isFifo(queue) && !queue.deduplicate ? crypto.randomUUID() : undefined),
  MessageAttributes: toMessageAttributes(attributes),
});

const sizeOf = ({ MessageBody, MessageAttributes }: ReturnType<typeof toMessage>): number =>
  Buffer.byteLength(MessageBody) + attributeBytes(MessageAttributes);

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
    done: async () => void (await sqs().send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }))),
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
      const sent = await sqs().send(new SendMessageCommand({ QueueUrl: url, ...toMessage(queue, data, options) }));
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
            const { Failed } = await sqs().send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
            return refusalsById(items, Failed);
          },
        },
      );
    },
    async receive(options = {}) {
      checkReceive(`receive of ${place}`, options);
      const { max = 10, wait = 0 } = options;
      const { Messages = [] } = await sqs().send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: max,
          WaitTimeSeconds: wait,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["MessageDeduplicationId"],
        }),
      );
      return Messages.map((message) => toReceived(url, message));
    },
  };
};
