import { PublishBatchCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { PublishOptions, TopicClient } from "../../../../runtime/clients.ts";
import { toJson } from "../../../../runtime/core/json.ts";
import { checkPublish, checkPublishBatch } from "../../../../runtime/core/messages.ts";
import { sendBatch } from "../../../../runtime/core/send-batch.ts";
import { lazy } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";
import { attributeBytes, refusalsById, toMessageAttributes } from "../message-attributes.ts";

const sns = lazy(() => new SNSClient());

/** Of a call and of a message (https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html). */
const MAX_BYTES = 256 * 1024;

const toMessage = (data: unknown, { subject, attributes }: PublishOptions) => ({
  Message: toJson(data),
  Subject: subject,
  MessageAttributes: toMessageAttributes(attributes),
});

/** Amazon SNS. */
export const topicClient: ClientFactory<"topic"> = ({ topic: TopicArn }, name): TopicClient => {
  const place = `topic "${name}"`;
  return {
    async publish(data, options = {}) {
      checkPublish(`publish of ${place}`, data, options);
      const sent = await sns().send(new PublishCommand({ TopicArn, ...toMessage(data, options) }));
      return { id: sent.MessageId ?? "" };
    },
    async publishBatch(messages) {
      checkPublishBatch(`publishBatch of ${place}`, messages);
      await sendBatch(
        messages.map(({ data, ...options }) => toMessage(data, options)),
        {
          place,
          limits: { items: 10, bytes: MAX_BYTES, item: MAX_BYTES },
          sizeOf: ({ Message, MessageAttributes }) => Buffer.byteLength(Message) + attributeBytes(MessageAttributes),
          async send(items) {
            const PublishBatchRequestEntries = items.map((item, index) => ({ Id: String(index), ...item }));
            const answer = await sns().send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
            return refusalsById(items, answer.Failed);
          },
        },
      );
    },
  };
};
