import process from "node:process";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { http1 } from "../../endpoint/http1.ts";
import type { Cloud } from "../cloud.ts";
import { hostHeaderRequest } from "../host-header-request.ts";
import { findSchedule, invokeScheduled } from "./schedule.ts";

/** Where a LocalStack-compatible server listens, and the region that the example was deployed to. */
export interface AwsEndpoint {
  readonly endpoint: string;
  readonly region: string;
}

/** The AWS protocol, spoken by AWS's own SDK to an offline endpoint with credentials that are worth nothing. */
export function awsCloud({ endpoint, region }: AwsEndpoint): Cloud {
  // Node.js 20 is supported for as long as Lambda runs it; the SDK's advice to leave it belongs elsewhere.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const config = { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  return {
    title: "AWS",
    ...storage(config),
    ...messaging(config),
    ...tables(config),
    ...calls(config),
    ...observation(config),
  };
}

interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

function storage(config: ClientConfig): Pick<Cloud, "putObject" | "getObject"> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  return {
    async putObject(bucket, key, body, contentType) {
      await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: key, Body: body, ContentType: contentType }));
    },
    async getObject(bucket, key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}

type Messaging = "sendMessage" | "takeMessages" | "publish" | "putRecord" | "putEvent";

function messaging(config: ClientConfig): Pick<Cloud, Messaging> {
  const sqs = new SQSClient(config);
  const sns = new SNSClient(config);
  const kinesis = new KinesisClient({ ...config, requestHandler: http1() });
  const events = new EventBridgeClient(config);
  return {
    async sendMessage(queue, body) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
    },
    async takeMessages(queue) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10 }),
      );
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
      }
      return Messages.map((message) => message.Body ?? "");
    },
    async publish(topic, body, attributes) {
      const values = Object.entries(attributes).map(
        ([name, value]) => [name, { DataType: "String", StringValue: value }] as const,
      );
      await sns.send(
        new PublishCommand({ TopicArn: topic.id, Message: body, MessageAttributes: Object.fromEntries(values) }),
      );
    },
    async putRecord(stream, key, body) {
      await kinesis.send(new PutRecordCommand({ StreamARN: stream.id, PartitionKey: key, Data: Buffer.from(body) }));
    },
    async putEvent(bus, { source, type, data }) {
      const entry = { EventBusName: bus.name, Source: source, DetailType: type, Detail: JSON.stringify(data) };
      const { Entries = [], FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
      if (FailedEntryCount)
        throw new Error(`the bus refused the event: ${Entries[0]?.ErrorMessage ?? "no reason given"}`);
    },
  };
}

function tables(config: ClientConfig): Pick<Cloud, "putRow" | "deleteRow" | "getRow" | "queryRows"> {
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  return {
    async putRow(table, row) {
      await dynamo.send(new PutCommand({ TableName: table.name, Item: { ...row } }));
    },
    async deleteRow(table, key) {
      await dynamo.send(new DeleteCommand({ TableName: table.name, Key: key }));
    },
    async getRow(table, key) {
      return (await dynamo.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }))).Item;
    },
    async queryRows(table, column, value) {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: "#column = :value",
          ExpressionAttributeNames: { "#column": column },
          ExpressionAttributeValues: { ":value": value },
          ConsistentRead: true,
        }),
      );
      return Items;
    },
  };
}

function calls(config: ClientConfig): Pick<Cloud, "request" | "fireSchedule"> {
  const lambda = new LambdaClient(config);
  const clients = { events: new EventBridgeClient(config), scheduler: new SchedulerClient(config) };
  return {
    request: (url, options) => hostHeaderRequest(new URL(config.endpoint), url, options),
    async fireSchedule(fn, time) {
      const schedule = await findSchedule(clients, fn.id);
      if (!schedule) throw new Error(`no rule or schedule calls ${fn.name}`);
      const input = schedule.input(time, crypto.randomUUID());
      await invokeScheduled(lambda, schedule.target, input);
      return { rule: schedule.rule, input };
    },
  };
}

function observation(config: ClientConfig): Pick<Cloud, "readSecret" | "logLines"> {
  const secrets = new SecretsManagerClient(config);
  const logs = new CloudWatchLogsClient(config);
  return {
    async readSecret(secret) {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secret.id }));
      if (SecretString === undefined) throw new Error(`the secret ${secret.name} has no value`);
      return SecretString;
    },
    async logLines(fn, since) {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${fn.name}`, startTime: since.getTime() }),
      );
      return events.map((event) => event.message ?? "");
    },
  };
}
