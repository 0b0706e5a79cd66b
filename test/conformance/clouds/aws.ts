import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type AwsEndpoint, awsCloud } from "../../../offline/demo/aws/cloud.ts";
import type { Place } from "../../../offline/demo/cloud.ts";
import type { ConformanceCloud, FunctionSettings, Invoked } from "./cloud.ts";

interface Clients {
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

/** The AWS protocol, as the conformance suite speaks it. */
export function awsConformance(endpoint: AwsEndpoint): ConformanceCloud {
  const config = { ...endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };
  const clients: Clients = {
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
  };
  return { ...awsCloud(endpoint), ...calls(clients), ...storage(clients), settings: (fn) => settings(clients, fn) };
}

type Calls = Pick<ConformanceCloud, "invoke" | "invokeAsync" | "newestVersion">;

function calls({ lambda }: Clients): Calls {
  return {
    async invoke(fn, payload, qualifier): Promise<Invoked> {
      const request = { FunctionName: fn.name, Payload: JSON.stringify(payload), Qualifier: qualifier };
      try {
        const { Payload, FunctionError } = await lambda.send(new InvokeCommand(request));
        const text = Buffer.from(Payload ?? []).toString("utf8");
        return {
          answer: text === "" ? undefined : JSON.parse(text),
          ...(FunctionError !== undefined && { error: FunctionError }),
        };
      } catch (error) {
        if (error instanceof Error) return { answer: undefined, refused: error.name };
        throw error;
      }
    },
    async invokeAsync(fn, payload) {
      const Payload = JSON.stringify(payload);
      await lambda.send(new InvokeCommand({ FunctionName: fn.name, Payload, InvocationType: "Event" }));
    },
    async newestVersion(fn) {
      const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: fn.name }));
      return Versions.at(-1)?.Version ?? "";
    },
  };
}

type Storage = Pick<ConformanceCloud, "sendMessageWith" | "deleteObject" | "objectVersions">;

function storage({ s3, sqs }: Clients): Storage {
  return {
    async sendMessageWith(queue, body, { group, deduplicationId, delaySeconds }) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queue.url,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: deduplicationId,
          DelaySeconds: delaySeconds,
        }),
      );
    },
    async deleteObject(bucket, key) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: key }));
    },
    async objectVersions(bucket, key) {
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket.name, Prefix: key }));
      return Versions.filter((version) => version.Key === key).length;
    },
  };
}

/** Questions whose answer is "nothing was set" are refused. */
const unlessRefused = async <T>(question: Promise<T>): Promise<T | undefined> => {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Error && /NotFound/.test(error.name)) return undefined;
    throw error;
  }
};

async function settings(clients: Clients, fn: Place): Promise<FunctionSettings> {
  const { lambda, logs } = clients;
  const FunctionName = fn.name;
  const { Configuration: c = {} } = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const concurrency = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const asynchronous = await unlessRefused(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })));
  const { logGroups = [] } = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${fn.name}` }),
  );
  return {
    runtime: c.Runtime ?? "",
    memoryMb: c.MemorySize ?? 0,
    timeoutSeconds: c.Timeout ?? 0,
    diskMb: c.EphemeralStorage?.Size,
    architecture: c.Architectures?.[0],
    layers: (c.Layers ?? []).map((layer) => layer.Arn ?? ""),
    subnets: c.VpcConfig?.SubnetIds ?? [],
    fileSystems: (c.FileSystemConfigs ?? []).map((system) => system.Arn ?? ""),
    tracing: c.TracingConfig?.Mode === "Active",
    logRetentionDays: logGroups.find((group) => group.logGroupName === `/aws/lambda/${fn.name}`)?.retentionInDays,
    reserved: concurrency.ReservedConcurrentExecutions,
    provisioned: await provisionedOf(clients, fn),
    asyncRetries: asynchronous?.MaximumRetryAttempts,
    asyncMaxAgeSeconds: asynchronous?.MaximumEventAgeInSeconds,
  };
}

async function provisionedOf({ lambda }: Clients, { name }: Place): Promise<number | undefined> {
  const { Aliases = [] } = await lambda.send(new ListAliasesCommand({ FunctionName: name }));
  for (const { Name } of Aliases) {
    const found = await unlessRefused(
      lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier: Name })),
    );
    if (found) return found.RequestedProvisionedConcurrentExecutions;
  }
  return undefined;
}
