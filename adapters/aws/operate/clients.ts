import process from "node:process";
import { lazy } from "../../../runtime/core/values.ts";
import type { Access } from "../../operate.ts";
import { toNumber } from "../runtime/attributes.ts";
import { type ClientConfig, credentialsOf } from "./credentials.ts";

export type Clients = ReturnType<typeof clientsOf>;

/** The SDK's clients of the services, each loaded and made when it is first used. */
export function clientsOf(access: Access) {
  // AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: Node.js 20 is supported for as long as Lambda runs it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { region, endpoint } = access;
  const config: ClientConfig = {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...credentialsOf(access),
  };
  return {
    /** True when a server on this machine stands for AWS. */
    onThisMachine: endpoint !== undefined,
    lambda: lazy(async () => new (await import("@aws-sdk/client-lambda")).Lambda(config)),
    logs: lazy(async () => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs(config)),
    s3: lazy(async () => new (await import("@aws-sdk/client-s3")).S3({ ...config, ...pathStyle(endpoint) })),
    sqs: lazy(async () => new (await import("@aws-sdk/client-sqs")).SQS(config)),
    sns: lazy(async () => new (await import("@aws-sdk/client-sns")).SNS(config)),
    kinesis: lazy(() => kinesisClient(config)),
    events: lazy(async () => new (await import("@aws-sdk/client-eventbridge")).EventBridge(config)),
    scheduler: lazy(async () => new (await import("@aws-sdk/client-scheduler")).Scheduler(config)),
    secrets: lazy(async () => new (await import("@aws-sdk/client-secrets-manager")).SecretsManager(config)),
    tables: lazy(() => tableClients(config)),
  };
}

/** A server on this machine has one address for all buckets. */
const pathStyle = (endpoint: string | undefined) => (endpoint === undefined ? {} : { forcePathStyle: true });

/**
 * Kinesis's client speaks HTTP/2 by default. Without TLS nothing negotiates the version, and a server that only knows
 * HTTP/1.1 answers such a client with a protocol error; AWS takes both.
 */
async function kinesisClient(config: ClientConfig) {
  const [{ Kinesis }, { NodeHttpHandler }] = await Promise.all([
    import("@aws-sdk/client-kinesis"),
    import("@smithy/node-http-handler"),
  ]);
  return new Kinesis({ ...config, requestHandler: new NodeHttpHandler() });
}

/** DynamoDB's client, and the same with rows of plain JavaScript values; numbers are what handlers get. */
async function tableClients(config: ClientConfig) {
  const [{ DynamoDB }, { DynamoDBDocument }] = await Promise.all([
    import("@aws-sdk/client-dynamodb"),
    import("@aws-sdk/lib-dynamodb"),
  ]);
  const dynamo = new DynamoDB(config);
  const rows = DynamoDBDocument.from(dynamo, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: toNumber },
  });
  return { dynamo, rows };
}
