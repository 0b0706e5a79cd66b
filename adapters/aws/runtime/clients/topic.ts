import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { TopicClient } from "../../../../runtime/clients.ts";
import { lazy, toJson } from "../../../../runtime/core/values.ts";
import type { ClientFactory } from "../facts.ts";

const sns = lazy(() => new SNSClient());

/** Amazon SNS. */
export const topicClient: ClientFactory<"topic"> = ({ topic: TopicArn }): TopicClient => ({
  async publish(data, { subject, attributes } = {}) {
    const MessageAttributes =
      attributes &&
      Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
      );
    const sent = await sns().send(
      new PublishCommand({ TopicArn, Message: toJson(data), Subject: subject, MessageAttributes }),
    );
    return { id: sent.MessageId ?? "" };
  },
});
