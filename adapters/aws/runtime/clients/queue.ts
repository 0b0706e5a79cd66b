import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueReceiver, QueueSender, ReceivedMessage, SendOptions } from "../../../../runtime/clients.ts";
import { readText } from "../../../../runtime/core/body.ts";
import { chunks, lazy, toJson } from "../../../../runtime/core/values.ts";
import { BatchError, type FailedItem } from "../../../../runtime/errors.ts";
import type { ClientFactory } from "../facts.ts";
import { hasEndpoint } from "../sdk.ts";
import { attributesOf, nameIn } from "../trigger.ts";

// A queue's address names the cloud's own host, also where another server answers in its place.
const sqs = lazy(() => new SQSClient({ useQueueUrlAsEndpoint: !hasEndpoint("SQS") }));

/** Most messages in a call, and most bytes of all of them (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html). */
const MOST_MESSAGES = 10;
const MOST_BYTES = 1024 * 1024;

const toMessage = (data: unknown, { delay, group, deduplicationId, attributes }: SendOptions) => ({
  MessageBody: toJson(data),
  DelaySeconds: delay,
  MessageGroupId: group,
  MessageDeduplicationId: deduplicationId,
  MessageAttributes:
    attributes &&
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
});

const sizeOf = ({ MessageBody, MessageAttributes }: ReturnType<typeof toMessage>): number =>
  Buffer.byteLength(MessageBody) + (MessageAttributes ? Buffer.byteLength(JSON.stringify(MessageAttributes)) : 0);

async function sendChunk(url: string, entries: readonly { message: ReturnType<typeof toMessage>; index: number }[]) {
  const Entries = entries.map(({ message, index }) => ({ Id: String(index), ...message }));
  const { Failed = [] } = await sqs().send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  return Failed.map((f): FailedItem => ({ index: Number(f.Id), code: f.Code ?? "", message: f.Message ?? "" }));
}

function toReceived(url: string, message: Message): ReceivedMessage {
  const { MessageId = "", Body = "", MessageAttributes = {}, ReceiptHandle } = message;
  const attributes = Object.entries(MessageAttributes).map(([name, value]) => [
    name,
    { stringValue: value.StringValue },
  ]);
  return {
    id: MessageId,
    data: readText(Body).data,
    attributes: attributesOf(Object.fromEntries(attributes)),
    done: async () => void (await sqs().send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }))),
  };
}

/** Amazon SQS. */
export const queueClient: ClientFactory<"queue"> = ({ url }, name): QueueSender & QueueReceiver => ({
  name: nameIn(url),
  async send(data, options = {}) {
    const sent = await sqs().send(new SendMessageCommand({ QueueUrl: url, ...toMessage(data, options) }));
    return { id: sent.MessageId ?? "" };
  },
  async sendBatch(messages) {
    const entries = messages.map(({ data, ...options }, index) => ({ index, message: toMessage(data, options) }));
    const failed: FailedItem[] = [];
    // One call after the other: in a FIFO queue the order of sending counts.
    for (const chunk of chunks(entries, MOST_MESSAGES, MOST_BYTES, ({ message }) => sizeOf(message))) {
      failed.push(...(await sendChunk(url, chunk)));
    }
    if (failed.length > 0)
      throw new BatchError(`queue "${name}" refused ${failed.length} of ${messages.length} messages`, failed);
  },
  async receive({ max = 10, wait = 0 } = {}) {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: max,
        WaitTimeSeconds: wait,
        MessageAttributeNames: ["All"],
      }),
    );
    return Messages.map((message) => toReceived(url, message));
  },
});
