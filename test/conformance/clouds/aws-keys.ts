import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, GetKeyRotationStatusCommand } from "@aws-sdk/client-kms";
import { GetBucketEncryptionCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Place } from "../../../offline/drivers/cloud.ts";
import type { Clients } from "./aws-answers.ts";
import type { Keys } from "./cloud.ts";

const SECONDS_PER_DAY = 86_400;

/** AWS's keys, and what its services say of the one that they use. */
export function keys(clients: Clients): Keys {
  const { kms } = clients;
  return {
    async createKey() {
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      return KeyMetadata?.Arn ?? "";
    },
    async encryptionKey(resource) {
      const [, , service = ""] = resource.id.split(":");
      const ask = ANSWERS[service];
      if (ask === undefined) throw new Error(`${resource.id} is of a service that has no key here`);
      return (await ask(clients, resource))?.split("/").at(-1);
    },
    async putSealed({ name: Bucket }, Key, Body, SSEKMSKeyId) {
      await clients.s3.send(new PutObjectCommand({ Bucket, Key, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId }));
    },
    async keyRotation({ id: KeyId }) {
      const answer = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
      if (!answer.KeyRotationEnabled) return undefined;
      return (answer.RotationPeriodInDays ?? 0) * SECONDS_PER_DAY;
    },
  };
}

/** By the name of the service in ARNs. */
const ANSWERS: Readonly<Record<string, (clients: Clients, resource: Place) => Promise<string | undefined>>> = {
  async s3({ s3 }, { name: Bucket }) {
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    return ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  },
  async sqs({ sqs }, { url: QueueUrl }) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["KmsMasterKeyId"] }),
    );
    return Attributes?.KmsMasterKeyId;
  },
  async sns({ sns }, { id: TopicArn }) {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return Attributes?.KmsMasterKeyId;
  },
  async kinesis({ kinesis }, { id: StreamARN }) {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamARN }));
    return StreamDescriptionSummary?.KeyId;
  },
  async dynamodb({ dynamo }, { name: TableName }) {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    return Table?.SSEDescription?.KMSMasterKeyArn;
  },
  async secretsmanager({ secrets }, { id: SecretId }) {
    const { KmsKeyId } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    return KmsKeyId;
  },
};
