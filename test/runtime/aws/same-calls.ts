/** Calls of polyfn's clients, and the vendor's SDK doing the same. */
import * as dynamo from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishBatchCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { bucketClient } from "../../../adapters/aws/runtime/clients/bucket.ts";
import { busClient } from "../../../adapters/aws/runtime/clients/bus.ts";
import { functionClient } from "../../../adapters/aws/runtime/clients/function.ts";
import { queueClient } from "../../../adapters/aws/runtime/clients/queue.ts";
import { secretClient } from "../../../adapters/aws/runtime/clients/secret.ts";
import { streamClient } from "../../../adapters/aws/runtime/clients/stream.ts";
import { tableClient } from "../../../adapters/aws/runtime/clients/table.ts";
import { topicClient } from "../../../adapters/aws/runtime/clients/topic.ts";
import { http1 } from "../../../offline/endpoint/http1.ts";
import type { BusClient, FunctionClient, SecretClient, StreamClient, TopicClient } from "../../../runtime/index.ts";
import type { AllClients } from "../client-methods.ts";

/** Names of what the calls are about. */
export interface Names {
  readonly bucket: string;
  readonly queue: string;
  readonly fifo: string;
  readonly topic: string;
  readonly bus: string;
  readonly stream: string;
  readonly table: string;
  readonly secret: string;
  readonly function: string;
}

export interface SameCall {
  readonly title: string;
  ours(): Promise<unknown>;
  theirs(): Promise<unknown>;
}

const key = {
  partition: { name: "id", type: "string" },
  sort: { name: "at", type: "number" },
} as const;
const text = { DataType: "String", StringValue: "ü 1" };
const KEY = "dir/ü +&=%25 ' (1)*!~.txt";

export function sameCalls(names: Names): SameCall[] {
  return [...objects(names), ...messages(names), ...rows(names), ...rest(names)];
}

function objects({ bucket: Bucket }: Names): SameCall[] {
  const client = new s3.S3Client({ forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
  const ours = bucketClient({ bucket: Bucket }, "files", "f") as AllClients['bucket "files"'];
  const list = async () => {
    for await (const _ of ours.list({ prefix: "dir/", after: "dir/a", limit: 5 }));
  };
  const options = { contentType: "text/plain", cacheControl: "no-store", metadata: { who: "ü", plain: "a b" } };
  const put = new s3.PutObjectCommand({
    Bucket,
    Key: KEY,
    Body: "héllo",
    ContentType: "text/plain",
    CacheControl: "no-store",
    Metadata: { who: "=?UTF-8?B?w7w=?=", plain: "a b" },
  });
  const listing = new s3.ListObjectsV2Command({
    Bucket,
    Prefix: "dir/",
    StartAfter: "dir/a",
    MaxKeys: 5,
    EncodingType: "url",
  });
  return [
    { title: "put", ours: () => ours.put(KEY, "héllo", options), theirs: () => client.send(put) },
    {
      title: "get",
      ours: async () => (await ours.get(KEY))?.text(),
      theirs: () => client.send(new s3.GetObjectCommand({ Bucket, Key: KEY })),
    },
    {
      title: "head",
      ours: () => ours.head(KEY),
      theirs: () => client.send(new s3.HeadObjectCommand({ Bucket, Key: KEY })),
    },
    { title: "list", ours: list, theirs: () => client.send(listing) },
    {
      title: "delete of an object",
      ours: () => ours.delete(KEY),
      theirs: () => client.send(new s3.DeleteObjectCommand({ Bucket, Key: KEY })),
    },
  ];
}

function messages(names: Names): SameCall[] {
  const { queue: QueueUrl, fifo, topic: TopicArn } = names;
  const queues = new sqs.SQSClient({ useQueueUrlAsEndpoint: false, md5: false });
  const topics = new SNSClient();
  const queue = queueClient({ url: QueueUrl }, "jobs", "f") as AllClients['queue "jobs"'];
  const ordered = queueClient({ url: fifo }, "orders", "f") as AllClients['queue "orders"'];
  const topic = topicClient({ topic: TopicArn }, "news", "f") as TopicClient;
  const [data, attributes] = [{ a: "ü <&> \u{1f600}" }, { name: "ü 1" }];
  const [MessageBody, MessageAttributes] = [JSON.stringify(data), { name: text }];
  return [
    {
      title: "send",
      ours: () => queue.send(data, { delay: 3, attributes }),
      theirs: () =>
        queues.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: 3, MessageAttributes })),
    },
    {
      title: "sendBatch to a FIFO queue",
      ours: () => ordered.sendBatch([{ data, group: "g", deduplicationId: "d", attributes }]),
      theirs: () => {
        const entry = { Id: "0", MessageBody, MessageGroupId: "g", MessageDeduplicationId: "d", MessageAttributes };
        return queues.send(new sqs.SendMessageBatchCommand({ QueueUrl: fifo, Entries: [entry] }));
      },
    },
    {
      title: "receive",
      ours: () => queue.receive({ max: 3 }),
      theirs: () =>
        queues.send(
          new sqs.ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 3,
            WaitTimeSeconds: 0,
            MessageAttributeNames: ["All"],
            MessageSystemAttributeNames: ["MessageDeduplicationId"],
          }),
        ),
    },
    {
      title: "publish",
      ours: () => topic.publish(data, { subject: "s u", attributes }),
      theirs: () =>
        topics.send(new PublishCommand({ TopicArn, Message: MessageBody, Subject: "s u", MessageAttributes })),
    },
    {
      title: "publishBatch",
      ours: () => topic.publishBatch([{ data, attributes }, { data: 1 }]),
      theirs: () => {
        const entries = [
          { Id: "0", Message: MessageBody, MessageAttributes },
          { Id: "1", Message: "1" },
        ];
        return topics.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
      },
    },
  ];
}

const ROW = {
  id: "a",
  at: 1,
  n: 1.5,
  big: 2n ** 100n,
  yes: true,
  none: null,
  bytes: Uint8Array.of(0, 255),
  list: ["x", 1],
  map: { y: "z" },
  names: new Set(["a"]),
  numbers: new Set([1, 2]),
  blobs: new Set([Uint8Array.of(7)]),
};
const ITEM = {
  id: { S: "a" },
  at: { N: "1" },
  n: { N: "1.5" },
  big: { N: String(2n ** 100n) },
  yes: { BOOL: true },
  none: { NULL: true },
  bytes: { B: Uint8Array.of(0, 255) },
  list: { L: [{ S: "x" }, { N: "1" }] },
  map: { M: { y: { S: "z" } } },
  names: { SS: ["a"] },
  numbers: { NS: ["1", "2"] },
  blobs: { BS: [Uint8Array.of(7)] },
} satisfies Record<string, dynamo.AttributeValue>;

function rows({ table: TableName }: Names): SameCall[] {
  const client = new dynamo.DynamoDBClient();
  const table = tableClient({ table: TableName, key }, "rows", "f") as AllClients['table "rows"'];
  const [at, Key] = [
    { id: "a", at: 1 },
    { id: ITEM.id, at: ITEM.at },
  ];
  return [
    {
      title: "put of a row",
      ours: () => table.put(ROW),
      theirs: () => client.send(new dynamo.PutItemCommand({ TableName, Item: ITEM })),
    },
    {
      title: "get of a row",
      ours: () => table.get(at, { consistent: true }),
      theirs: () => client.send(new dynamo.GetItemCommand({ TableName, Key, ConsistentRead: true })),
    },
    {
      title: "update",
      ours: () => table.update(at, { set: { name: "x" }, add: { count: 2 }, remove: ["n"] }),
      theirs: () =>
        client.send(
          new dynamo.UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression: "SET #c0 = :c0 ADD #c1 :c1 REMOVE #c2",
            ExpressionAttributeNames: { "#c0": "name", "#c1": "count", "#c2": "n" },
            ExpressionAttributeValues: { ":c0": { S: "x" }, ":c1": { N: "2" } },
            ReturnValues: "ALL_NEW",
          }),
        ),
    },
    {
      title: "query",
      ours: () => table.query({ partition: "a", sort: { from: 1, to: 9 }, limit: 2, reverse: true }),
      theirs: () =>
        client.send(
          new dynamo.QueryCommand({
            TableName,
            KeyConditionExpression: "#p = :p AND #s BETWEEN :from AND :to",
            ExpressionAttributeNames: { "#p": "id", "#s": "at" },
            ExpressionAttributeValues: { ":p": { S: "a" }, ":from": { N: "1" }, ":to": { N: "9" } },
            Limit: 2,
            ScanIndexForward: false,
          }),
        ),
    },
    {
      title: "getBatch",
      ours: () => table.getBatch([at]),
      theirs: () => client.send(new dynamo.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    },
    {
      title: "putBatch",
      ours: () => table.putBatch([ROW]),
      theirs: () => {
        const requests = [{ PutRequest: { Item: ITEM } }];
        return client.send(new dynamo.BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
      },
    },
    {
      title: "delete of a row",
      ours: () => table.delete(at),
      theirs: () => client.send(new dynamo.DeleteItemCommand({ TableName, Key })),
    },
  ];
}

function rest(names: Names): SameCall[] {
  const { bus, stream, secret, function: FunctionName } = names;
  const lambda = new LambdaClient();
  const worker = functionClient({ function: FunctionName }, "worker", "f") as FunctionClient;
  const events = busClient({ bus }, "events", "f") as BusClient;
  const clicks = streamClient({ stream }, "clicks", "f") as StreamClient;
  const token = secretClient({ secret }, "token", "f") as SecretClient;
  const time = new Date("2026-02-03T04:05:06.789Z");
  const invoke = (InvocationType: "Event" | "RequestResponse") =>
    lambda.send(new InvokeCommand({ FunctionName, InvocationType, Payload: '{"a":"ü"}' }));
  return [
    {
      title: "put of an event",
      ours: () => events.put({ type: "t", data: { a: "ü" }, time }),
      theirs: () => {
        const entry = { EventBusName: bus, DetailType: "t", Source: "polyfn.f", Detail: '{"a":"ü"}', Time: time };
        return new EventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
      },
    },
    {
      title: "put of records",
      ours: () => clicks.put([{ key: "k", data: Uint8Array.of(0, 255) }]),
      theirs: () => {
        const Records = [{ PartitionKey: "k", Data: Uint8Array.of(0, 255) }];
        const client = new KinesisClient({ requestHandler: http1() });
        return client.send(new PutRecordsCommand({ StreamName: stream, Records }));
      },
    },
    {
      title: "value of a secret",
      ours: () => token.value({ fresh: true }),
      theirs: () => new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: secret })),
    },
    { title: "invoke", ours: () => worker.invoke({ a: "ü" }), theirs: () => invoke("RequestResponse") },
    { title: "invokeAsync", ours: () => worker.invokeAsync({ a: "ü" }), theirs: () => invoke("Event") },
  ];
}
