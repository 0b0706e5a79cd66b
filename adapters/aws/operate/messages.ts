import { UserError } from "../../../model/errors.ts";
import type { DeployedPart, Operator } from "../../operate.ts";
import type { Clients } from "./clients.ts";

type Messages = Pick<Operator, "sendMessage" | "takeMessages" | "publish" | "putRecord" | "putEvent">;

/** Queues of SQS, topics of SNS, streams of Kinesis, and buses of EventBridge. */
export const messages = (clients: Clients): Messages => ({
  async sendMessage({ url: QueueUrl }, MessageBody, { group, deduplicationId, delaySeconds } = {}) {
    const options = { MessageGroupId: group, MessageDeduplicationId: deduplicationId, DelaySeconds: delaySeconds };
    await (await clients.sqs()).sendMessage({ QueueUrl, MessageBody, ...options });
  },
  takeMessages: (queue) => takeMessages(clients, queue),
  async publish({ id: TopicArn }, Message, attributes = {}) {
    const values = Object.entries(attributes).map(
      ([name, value]) => [name, { DataType: "String", StringValue: value }] as const,
    );
    await (await clients.sns()).publish({ TopicArn, Message, MessageAttributes: Object.fromEntries(values) });
  },
  async putRecord({ id: StreamARN }, PartitionKey, body) {
    await (await clients.kinesis()).putRecord({ StreamARN, PartitionKey, Data: Buffer.from(body) });
  },
  async putEvent({ name: EventBusName }, { source: Source, type: DetailType, data }) {
    const entry = { EventBusName, Source, DetailType, Detail: JSON.stringify(data) };
    const { Entries = [], FailedEntryCount } = await (await clients.events()).putEvents({ Entries: [entry] });
    if (!FailedEntryCount) return;
    const { ErrorCode, ErrorMessage } = Entries[0] ?? {};
    throw new UserError(
      `The bus ${EventBusName} refused the event: ${ErrorMessage} (${ErrorCode}).`,
      "Correct the event.",
    );
  },
});

async function takeMessages({ sqs }: Clients, { url: QueueUrl }: DeployedPart): Promise<string[]> {
  const client = await sqs();
  const { Messages: found = [] } = await client.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
  if (found.length === 0) return [];
  const Entries = found.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await client.deleteMessageBatch({ QueueUrl, Entries });
  return found.map(({ Body = "" }) => Body);
}
