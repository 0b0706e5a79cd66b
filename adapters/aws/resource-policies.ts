import { WRITE_KEY } from "./key-uses.ts";
import { policyDocument } from "./policies.ts";

/** A service that may send to a queue, on behalf of one resource only. */
export interface QueueSender {
  readonly service: "sns.amazonaws.com" | "events.amazonaws.com";
  readonly source: string;
}

/** The one policy of a queue, for everything that sends to it without a role. */
export function queuePolicy(queue: string, senders: readonly QueueSender[]): string {
  const bySource = [...senders].sort((a, b) => (a.source < b.source ? -1 : 1));
  return policyDocument(
    bySource.map(({ service, source }, index) => ({
      Sid: `Sender${index + 1}`,
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sqs:SendMessage"],
      Resource: [queue],
      Condition: { ArnEquals: { "aws:SourceArn": source } },
    })),
  );
}

/**
 * The policy of a key that polyfn owns. With its first statement, which is also KMS's own default, IAM policies of the
 * account count; services that deliver to an encrypted queue without a role are let in one by one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicy(account: string, partition: string, senders: readonly QueueSender[]): string {
  const sources = [...new Map(senders.map((sender) => [sender.source, sender])).values()];
  const bySource = sources.sort((a, b) => (a.source < b.source ? -1 : 1));
  return policyDocument([
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: ["kms:*"],
      // In a key's policy this is the key.
      Resource: ["*"],
    },
    ...bySource.map(({ service, source }, index) => ({
      Sid: `Sender${index + 1}`,
      Effect: "Allow" as const,
      Principal: { Service: service },
      Action: WRITE_KEY,
      Resource: ["*"],
      Condition: { ArnEquals: { "aws:SourceArn": source } },
    })),
  ]);
}
