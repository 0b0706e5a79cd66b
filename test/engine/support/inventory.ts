import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListPoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { http1 } from "../../../offline/endpoint/http1.ts";

export interface Place {
  readonly endpoint: string;
  readonly region: string;
}

type Names = (string | undefined)[] | undefined;
type Lists = Readonly<Record<string, () => Promise<Names>>>;

/** Built-in resources of a server before any deployment. */
const builtIn = [/^bus default$/, /^policy arn:aws:iam::aws:/, /^role (aws-|AWS)/];

/**
 * Lists everything at the endpoint, service by service: "queue media-jobs". A service that the server does not have has
 * nothing.
 * @param absent Services that this server lacks; any other service that fails to answer is an error.
 */
export async function inventory(place: Place, absent: readonly string[] = []): Promise<string[]> {
  const config = { ...place, credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };
  const lists: Lists = { ...computing(config), ...messaging(config), ...storing(config), ...fronting(config) };
  const found = await Promise.all(
    Object.entries(lists)
      .filter(([kind]) => !absent.includes(kind))
      .map(async ([kind, list]) => ((await list()) ?? []).map((name) => `${kind} ${name}`)),
  );
  return found
    .flat()
    .filter((entry) => !builtIn.some((pattern) => pattern.test(entry)))
    .sort();
}

type Config = Place & { readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } };

function computing(config: Config): Lists {
  const lambda = new LambdaClient(config);
  const iam = new IAMClient(config);
  const logs = new CloudWatchLogsClient(config);
  return {
    function: async () => (await lambda.send(new ListFunctionsCommand({}))).Functions?.map((it) => it.FunctionName),
    "event source": async () =>
      (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.map((it) => it.FunctionArn),
    role: async () => (await iam.send(new ListRolesCommand({}))).Roles?.map((it) => it.RoleName),
    policy: async () => (await iam.send(new ListPoliciesCommand({ Scope: "Local" }))).Policies?.map((it) => it.Arn),
    "log group": async () =>
      (await logs.send(new DescribeLogGroupsCommand({}))).logGroups?.map((it) => it.logGroupName),
  };
}

function messaging(config: Config): Lists {
  const sqs = new SQSClient(config);
  const sns = new SNSClient(config);
  const events = new EventBridgeClient(config);
  const buses = async () => (await events.send(new ListEventBusesCommand({}))).EventBuses?.map((it) => it.Name) ?? [];
  const rules = async (bus: string | undefined) =>
    (await events.send(new ListRulesCommand({ EventBusName: bus }))).Rules?.map((it) => it.Name) ?? [];
  return {
    queue: async () => (await sqs.send(new ListQueuesCommand({}))).QueueUrls?.map((url) => url.split("/").at(-1)),
    topic: async () => (await sns.send(new ListTopicsCommand({}))).Topics?.map((it) => it.TopicArn),
    subscription: async () =>
      (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.map((it) => it.Endpoint),
    bus: buses,
    rule: async () => (await Promise.all((await buses()).map(rules))).flat(),
  };
}

function storing(config: Config): Lists {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(config);
  const kinesis = new KinesisClient({ ...config, requestHandler: http1() });
  const secrets = new SecretsManagerClient(config);
  return {
    bucket: async () =>
      (await s3.send(new ListBucketsCommand({}))).Buckets?.map((it) => it.Name).filter((name) => !isInternal(name)),
    table: async () => (await dynamodb.send(new ListTablesCommand({}))).TableNames,
    stream: async () => (await kinesis.send(new ListStreamsCommand({}))).StreamNames,
    secret: async () => (await secrets.send(new ListSecretsCommand({}))).SecretList?.map((it) => it.Name),
  };
}

function fronting(config: Config): Lists {
  const rest = new APIGatewayClient(config);
  const http = new ApiGatewayV2Client(config);
  const scheduler = new SchedulerClient(config);
  return {
    "REST API": async () => (await rest.send(new GetRestApisCommand({}))).items?.map((it) => it.name),
    "HTTP API": async () => (await http.send(new GetApisCommand({}))).Items?.map((it) => it.Name),
    schedule: async () => (await scheduler.send(new ListSchedulesCommand({}))).Schedules?.map((it) => it.Name),
  };
}

/** LocalStack stores the code of functions in an internal bucket. */
function isInternal(bucket: string | undefined): boolean {
  return bucket?.startsWith("awslambda-") ?? false;
}
