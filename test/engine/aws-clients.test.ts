import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bucketClient } from "../../adapters/aws/runtime/clients/bucket.ts";
import { http1 } from "../../offline/endpoint/http1.ts";
import { localstack, ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import type { BucketReader, BucketWriter } from "../../runtime/index.ts";
import { stubAws } from "../runtime/aws/environment.ts";
import { meaningOf } from "../runtime/aws/meaning.ts";
import { type Recorder, startRecorder } from "../runtime/aws/recorder.ts";
import { type Names, sameCalls } from "../runtime/aws/same-calls.ts";
import { quiet } from "./support/project.ts";

/** The resources that the calls use, without queues and topics: their addresses and ARNs are known once they exist. */
const names = { bucket: "files", bus: "events", stream: "clicks", table: "rows", secret: "token", function: "worker" };

/** Makes what a server has of it, and gives the names. */
async function create(hasEngines: boolean): Promise<Names> {
  await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: names.bucket }));
  const sqs = new SQSClient();
  const { QueueUrl: queue = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));
  const Attributes = { FifoQueue: "true" };
  const { QueueUrl: fifo = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "orders.fifo", Attributes }));
  const { TopicArn: topic = "" } = await new SNSClient().send(new CreateTopicCommand({ Name: "news" }));
  await new EventBridgeClient().send(new CreateEventBusCommand({ Name: names.bus }));
  await new SecretsManagerClient().send(new CreateSecretCommand({ Name: names.secret, SecretString: "s" }));
  await createFunction();
  if (hasEngines) await createTableAndStream();
  return { ...names, queue, fifo, topic };
}

async function createFunction(): Promise<void> {
  const lambda = new LambdaClient();
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  const { Role } = await new IAMClient().send(
    new CreateRoleCommand({
      RoleName: "any",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const code = "export const handler = async (event) => ({ event });";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: names.function,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role: Role?.Arn,
      Code: { ZipFile: zipSync({ "index.mjs": strToU8(code) }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 300 }, { FunctionName: names.function });
}

async function createTableAndStream(): Promise<void> {
  const kinesis = new KinesisClient({ requestHandler: http1() });
  await kinesis.send(new CreateStreamCommand({ StreamName: names.stream, ShardCount: 1 }));
  await new DynamoDBClient().send(
    new CreateTableCommand({
      TableName: names.table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "at", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "at", AttributeType: "N" },
      ],
    }),
  );
}

/** Calls that LocalStack answers with engines that it would have to download. */
const NEEDS_ENGINES = /row|update|query|Batch$|records/;

const servers = [
  { server: ministack, hasEngines: true },
  { server: localstack, hasEngines: false },
];

for (const { server, hasEngines } of servers) {
  const possible = await server.available();
  if (!possible) console.log(`skipped: ${server.title} needs a Python that was not found here`);

  describe.skipIf(!possible)(`clients of AWS on ${server.title}`, () => {
    let running: TemporaryServer;
    let recorder: Recorder;
    let made: Names;
    beforeAll(async () => {
      running = await startTemporaryServer(server, quiet);
      recorder = await startRecorder(running.url);
      stubAws({ AWS_ENDPOINT_URL: recorder.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
      made = await create(hasEngines);
    });
    afterAll(async () => {
      await recorder[Symbol.asyncDispose]();
      await running.stop();
      vi.unstubAllEnvs();
    });

    it("ask the same as the vendor's SDK, request by request, and get an answer", async () => {
      const calls = sameCalls(made).filter(({ title }) => hasEngines || !NEEDS_ENGINES.test(title));
      for (const { title, ours, theirs } of calls) {
        recorder.take();
        await theirs();
        const [sdk] = recorder.take().map(meaningOf);
        await ours();
        expect(recorder.take().map(meaningOf), title).toEqual([sdk]);
      }
    });

    it("list more objects than a page has, in their order", async () => {
      const bucket = bucketClient({ bucket: made.bucket }, "files", "f") as BucketReader & BucketWriter;
      const keys = Array.from({ length: 1005 }, (_, index) => `page/${String(index).padStart(4, "0")} +&`);
      for (const key of keys) await bucket.put(key, "");
      const listed: string[] = [];
      for await (const { key } of bucket.list({ prefix: "page/" })) listed.push(key);
      expect(listed).toEqual(keys);
    });

    it("sign addresses that whoever has them can use, with the type that was said", async () => {
      const bucket = bucketClient({ bucket: made.bucket }, "files", "f") as BucketReader & BucketWriter;
      const address = await bucket.signedUrl("up/ü.txt", { method: "put", contentType: "text/plain" });
      const put = await fetch(address, { method: "PUT", body: "hello", headers: { "content-type": "text/plain" } });
      expect(put.status).toBe(200);
      expect(await (await fetch(await bucket.signedUrl("up/ü.txt"))).text()).toBe("hello");
    });
  });
}
