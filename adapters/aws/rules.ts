import type { FieldRule, Rules } from "../rules.ts";
import { imageReference } from "../shared/image-reference.ts";
import { identities } from "./identities.ts";
import { names } from "./name-rules.ts";
import { functionName, physicalName } from "./names.ts";
import { planPlace } from "./plan-values.ts";
import { regions } from "./regions.ts";
import { statements } from "./statements.ts";

const DAY = 86_400;

const days: FieldRule = { unit: "seconds", step: DAY };

/** Days that CloudWatch Logs can keep lines. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED = [
  "AWS_(ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|REGION|DEFAULT_REGION|EXECUTION_ENV)",
  "AWS_LAMBDA_(FUNCTION_MEMORY_SIZE|FUNCTION_NAME|FUNCTION_VERSION|INITIALIZATION_TYPE|RUNTIME_API)",
  "AWS_LAMBDA_LOG_(GROUP|STREAM)_NAME",
  "LAMBDA_(RUNTIME_DIR|TASK_ROOT)",
];

const results = "results of asynchronous calls";
const batches = { what: "batches that were given up", kinds: ["queue", "topic", "bucket"] } as const;

/** AWS's limits. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const rules: Rules = {
  cloud: "AWS",
  service: "Lambda",
  // Packages are sent to Lambda directly, not through a bucket.
  package: { zipped: 50 * 1024 * 1024, unzipped: 250 * 1024 * 1024 },
  functions: {
    "image.uri": imageReference("123456789012.dkr.ecr.eu-central-1.amazonaws.com/tools:1.2"),
    memory: { unit: "MB", min: 128, max: 10_240 },
    timeout: { unit: "seconds", max: 900, hint: "Split longer work, for example over a queue." },
    logRetention: { by: "CloudWatch Logs", oneOf: RETENTION_DAYS, hint: 'Longer than all of them is "forever".' },
    "async.retries": { max: 2, hint: "For more, put a queue with a dead-letter queue in front of the function." },
    "async.maxAge": { unit: "seconds", min: 60, max: 6 * 3600 },
    "vpc.subnets": { entries: 16 },
    "vpc.securityGroups": { entries: 5 },
    layers: { entries: 5, hint: "Put several layers into one, or their files into the package with include." },
    // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    "layers.*": {
      pattern: {
        of: /^arn:[\w-]+:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/,
        form: "the ARN of a version of a Lambda layer",
        example: "arn:aws:lambda:eu-central-1:123456789012:layer:tools:1",
      },
      hint: "Environments can name another layer for another cloud.",
    },
    "fileSystem.id": {
      pattern: {
        of: /^arn:[\w-]+:elasticfilesystem:[a-z0-9-]+:\d{12}:access-point\/fsap-[a-f0-9]+$/,
        form: "the ARN of an access point of an EFS file system",
        example: "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0",
      },
    },
  },
  triggers: {
    // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
    http: {
      "scopes.*": {
        by: "API Gateway",
        characters: 64,
        hint: "Shorten it where the issuer defines it, or check it in the handler: ctx.http.auth.scopes has all of them.",
      },
    },
  },
  resources: {
    bucket: { "expire.*.after": { ...days, by: "S3" } },
    stream: { retention: { by: "Kinesis", unit: "seconds", step: 3600 } },
    table: { indexes: { by: "DynamoDB", entries: 20 } },
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html and API_EnableKeyRotation.html
    key: {
      deletionWindow: { ...days, by: "KMS", min: 7 * DAY, max: 30 * DAY },
      rotation: { ...days, by: "KMS", min: 90 * DAY, max: 2560 * DAY },
    },
    api: {
      "jwt.issuer": {
        pattern: {
          of: /^https:\/\//,
          form: "an https address, from which API Gateway could fetch the issuer's keys",
          example: "https://issuer.example",
        },
      },
    },
  },
  regions,
  names: {
    ...names,
    function: functionName,
    resource: (deployment, resource) => physicalName(deployment, resource, planPlace(deployment)) as string,
  },
  // https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_Tag.html
  tags: {
    max: 50,
    reserved: /^aws:/i,
    why: `Tags that begin with "aws:" are AWS's own.`,
    values: { allowed: /^.{0,256}$/s, why: "The value of a tag on AWS has at most 256 characters." },
    characters: { allowed: /[\p{L}\p{Z}\p{N}_.:/=+\-@]/u, words: "letters, digits, spaces and _ . : / = + - @" },
  },
  environment: {
    maxBytes: 4096,
    reserved: new RegExp(`^(${RESERVED.join("|")})$`),
    type: "aws:lambda/function:Function",
    variables: ["environment", "variables"],
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
  destinations: {
    functions: {
      "async.onSuccess": { what: results, kinds: ["queue", "topic", "bus", "function"] },
      "async.onFailure": { what: "failed asynchronous calls", kinds: ["queue", "topic", "bus", "bucket", "function"] },
    },
    triggers: {
      topic: { deadLetter: { what: "messages that a topic could not deliver", kinds: ["queue"] } },
      bus: { deadLetter: { what: "events that a bus could not deliver", kinds: ["queue"] } },
      stream: { onFailure: batches },
      table: { onFailure: batches },
    },
    resources: { topic: { queues: { what: "messages of a topic", kinds: ["queue"] } } },
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
  perSource: { log: { max: 2, by: "CloudWatch Logs", fields: ["function", "existing"] } },
  exclusiveBucketEvents: "S3",
  // https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
  reservedSources: "aws.",
  invokers: {
    account: /^(\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:.+)$/,
    digits: "twelve",
    service: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
    example: "iot.amazonaws.com",
  },
  statements,
  // All inline policies of a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  policies: [{ service: "IAM", max: 10_240, type: "aws:iam/rolePolicy:RolePolicy", input: "policy" }],
  identities,
};
