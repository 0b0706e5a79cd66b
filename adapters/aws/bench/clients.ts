/**
 * The cost of AWS clients in a function: bytes in its bundle, processor time to load it, and processor time of its
 * requests, beside the vendor's SDK and other signers. `npx tsx adapters/aws/bench/clients.ts`.
 */
import { clientBytes, clientModules, printModules, printRequests, wholePackage } from "../../../bench/clients.ts";

/** Most bytes of a client alone. */
export const LIMITS = { client: 27_000 };

const SYNTAX = "node20";
const SHIM = "./adapters/aws/runtime";

export const awsClientBytes = (): Promise<Record<string, number>> => clientBytes(SHIM, SYNTAX);

/** A client of the vendor's SDK with the commands that polyfn's client of the same kind replaces. */
const vendor = (service: string, names: string): string =>
  `import { ${names} } from "@aws-sdk/client-${service}"; globalThis.kept = [${names}];`;

const VENDORS = {
  "vendor: S3": `${vendor("s3", "S3Client, GetObjectCommand, HeadObjectCommand, PutObjectCommand, DeleteObjectCommand, paginateListObjectsV2")}
    import { getSignedUrl } from "@aws-sdk/s3-request-presigner"; globalThis.signed = getSignedUrl;`,
  "vendor: SQS": vendor(
    "sqs",
    "SQSClient, SendMessageCommand, SendMessageBatchCommand, ReceiveMessageCommand, DeleteMessageCommand",
  ),
  "vendor: SNS": vendor("sns", "SNSClient, PublishCommand, PublishBatchCommand"),
  "vendor: Kinesis": vendor("kinesis", "KinesisClient, PutRecordsCommand"),
  "vendor: DynamoDB": vendor(
    "dynamodb",
    "DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand, DeleteItemCommand, QueryCommand, BatchGetItemCommand, BatchWriteItemCommand",
  ),
  "vendor: EventBridge": vendor("eventbridge", "EventBridgeClient, PutEventsCommand"),
  "vendor: Secrets Manager": vendor("secrets-manager", "SecretsManagerClient, GetSecretValueCommand"),
  "vendor: Lambda": vendor("lambda", "LambdaClient, InvokeCommand"),
};

const SIGNERS = {
  "polyfn: signing": `import { signHeaders, presign } from "${SHIM}/signing.ts"; globalThis.kept = [signHeaders, presign];`,
  "vendor: @smithy/signature-v4": wholePackage("@smithy/signature-v4"),
};

const REQUESTS = {
  "polyfn: request": `import { request } from "./runtime/core/http-request.ts";
    export const ask = async (url) => (await request({ url, method: "POST", headers: {}, body: "{}", timeout: 1000 })).text();`,
  fetch: 'export const ask = async (url) => (await fetch(url, { method: "POST", body: "{}" })).text();',
};

/** Prints the tables; the exit code says whether the limit holds. */
async function main(): Promise<void> {
  const nothing = { "(nothing)": "globalThis.kept = 1;" };
  await printModules({ ...nothing, ...clientModules(SHIM), ...SIGNERS, ...VENDORS }, SYNTAX);
  console.log();
  await printRequests(REQUESTS, SYNTAX);
  const largest = Math.max(...Object.values(await awsClientBytes()));
  console.log(`\nLargest client: ${largest} bytes (limit ${LIMITS.client})`);
  if (largest > LIMITS.client) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
