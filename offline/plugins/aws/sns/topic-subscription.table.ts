import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, json, output, region, source, string } from "../fields.ts";

export const topicSubscriptionTable: TypeTable = {
  token: "aws:sns/topicSubscription:TopicSubscription",
  source: source("sns", "topic_subscription"),
  properties: {
    arn: output,
    confirmationTimeoutInMinutes: { ...integer, default: 1 },
    confirmationWasAuthenticated: { ...flag, output: true, computed: true },
    deliveryPolicy: json,
    endpoint: { ...string, required: true, forceNew: true },
    endpointAutoConfirms: { ...flag, default: false },
    filterPolicy: json,
    filterPolicyScope: { ...string, computed: true, enum: ["MessageAttributes", "MessageBody"] },
    ownerId: output,
    pendingConfirmation: { ...flag, output: true, computed: true },
    protocol: {
      ...string,
      required: true,
      forceNew: true,
      enum: ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"],
    },
    rawMessageDelivery: { ...flag, default: false },
    redrivePolicy: json,
    region,
    replayPolicy: json,
    subscriptionRoleArn: arn,
    topic: { ...arn, required: true, forceNew: true },
  },
  rules: [
    ({ filterPolicy, filterPolicyScope }) =>
      filterPolicyScope !== undefined && (filterPolicy === undefined || filterPolicy === "")
        ? "filterPolicy is required when filterPolicyScope is set."
        : undefined,
  ],
};
