import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { DescribeStreamSummaryCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import {
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Place } from "../../../offline/drivers/cloud.ts";
import type { OfflineEndpoint } from "../../../offline/drivers/operator.ts";
import { http1 } from "../../../offline/endpoint/http1.ts";
import type { Answers, FunctionSettings, Schedule, SourceSettings } from "./cloud.ts";

export type Clients = ReturnType<typeof awsClients>;

export function awsClients(endpoint: OfflineEndpoint) {
  const config = { ...endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };
  return {
    dynamo: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    kinesis: new KinesisClient({ ...config, requestHandler: http1() }),
    kms: new KMSClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    scheduler: new SchedulerClient(config),
    secrets: new SecretsManagerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}

/** The answers of AWS's API about the deployment. */
export function answers(clients: Clients): Answers {
  const { dynamo, events, kinesis, sns } = clients;
  return {
    settings: (fn) => settings(clients, fn),
    schedules: async (fn) => [...(await rules(clients, fn)), ...(await inScheduler(clients, fn))],
    sources: (fn) => sources(clients, fn),
    bucketSettings: (bucket) => bucketSettings(clients, bucket),
    async busDelivery(fn, { name: EventBusName }) {
      const { RuleNames = [] } = await events.send(
        new ListRuleNamesByTargetCommand({ TargetArn: fn.id, EventBusName }),
      );
      const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: RuleNames[0], EventBusName }));
      return {
        retries: Targets[0]?.RetryPolicy?.MaximumRetryAttempts,
        maxAgeSeconds: Targets[0]?.RetryPolicy?.MaximumEventAgeInSeconds,
        deadLetter: Targets[0]?.DeadLetterConfig?.Arn,
      };
    },
    async subscriptionDeadLetter(fn, topic) {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic.id }));
      const own = Subscriptions.find(({ Endpoint }) => Endpoint === fn.id);
      const { Attributes = {} } = await sns.send(
        new GetSubscriptionAttributesCommand({ SubscriptionArn: own?.SubscriptionArn }),
      );
      const { deadLetterTargetArn } = JSON.parse(Attributes.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string };
      return deadLetterTargetArn;
    },
    async isOnDemand(stream) {
      const { StreamDescriptionSummary } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamARN: stream.id }),
      );
      return StreamDescriptionSummary?.StreamModeDetails?.StreamMode === "ON_DEMAND";
    },
    async expiryColumn(table) {
      const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName: table.name }));
      return TimeToLiveDescription?.AttributeName;
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
  const { Configuration: c = {}, Code } = await lambda.send(new GetFunctionCommand({ FunctionName }));
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
    image: Code?.ImageUri,
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

async function rules({ events }: Clients, fn: Place): Promise<Schedule[]> {
  const { RuleNames = [] } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: fn.id }));
  const found = await Promise.all(RuleNames.map((Name) => events.send(new DescribeRuleCommand({ Name }))));
  return found.map(({ ScheduleExpression = "", State }) => ({
    expression: ScheduleExpression,
    enabled: State === "ENABLED",
  }));
}

async function inScheduler({ scheduler }: Clients, fn: Place): Promise<Schedule[]> {
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
  const own = Schedules.filter(({ Target }) => Target?.Arn === fn.id);
  const found = await Promise.all(
    own.map(({ Name, GroupName }) => scheduler.send(new GetScheduleCommand({ Name, GroupName }))),
  );
  return found.map(({ ScheduleExpression = "", ScheduleExpressionTimezone: timezone, State }) => ({
    expression: ScheduleExpression,
    ...(timezone !== undefined && timezone !== "UTC" && { timezone }),
    enabled: State === "ENABLED",
  }));
}

async function sources({ lambda }: Clients, { name }: Place): Promise<SourceSettings[]> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: name }));
  return EventSourceMappings.map((mapping) => ({
    source: mapping.EventSourceArn ?? "",
    batchSize: mapping.BatchSize,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds,
    parallelism: mapping.ParallelizationFactor,
    maxConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
    bisect: mapping.BisectBatchOnFunctionError,
    maxAgeSeconds: mapping.MaximumRecordAgeInSeconds,
    retries: mapping.MaximumRetryAttempts,
    onFailure: mapping.DestinationConfig?.OnFailure?.Destination,
    partialFailures: mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    enabled: mapping.State === "Enabled" || mapping.State === "Enabling",
  }));
}

async function bucketSettings({ s3 }: Clients, { name: Bucket }: Place) {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  const { CORSRules = [] } = await s3.send(new GetBucketCorsCommand({ Bucket }));
  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  return {
    versioning: Status === "Enabled",
    corsOrigins: CORSRules.flatMap((rule) => rule.AllowedOrigins ?? []),
    expire: Rules.flatMap(({ Expiration, Filter }) =>
      Expiration?.Days === undefined ? [] : [{ prefix: Filter?.Prefix ?? "", days: Expiration.Days }],
    ),
  };
}
