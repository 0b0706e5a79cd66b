import type { Property, TypeTable } from "../../table.ts";
import { arn, flag, integer, output, region, source, string, stringMap, stringSet, tagging } from "../fields.ts";
import {
  architecture,
  functionName,
  functionReference,
  nameLength,
  qualifier,
  runtime,
  statementId,
} from "./fields.ts";

const fixed = { forceNew: true } as const;
const nonEmpty: Property = { ...string, minLength: 1 };

export const aliasTable: TypeTable = {
  token: "aws:lambda/alias:Alias",
  source: source("lambda", "alias"),
  properties: {
    arn: output,
    description: string,
    functionName: { ...functionReference, required: true, ...fixed },
    functionVersion: { ...string, required: true },
    invokeArn: output,
    name: { ...string, computed: true, ...fixed, minLength: 1, maxLength: 128, pattern: /^(?!\d+$)[\w-]+$/ },
    region,
    routingConfig: {
      type: "object",
      properties: { additionalVersionWeights: { type: "map", items: { type: "number", min: 0, max: 1 } } },
    },
  },
};

export const permissionTable: TypeTable = {
  token: "aws:lambda/permission:Permission",
  source: source("lambda", "permission"),
  properties: {
    action: { ...string, required: true, ...fixed, pattern: /^(lambda:[*]|lambda:[A-Za-z]+|[*])$/ },
    eventSourceToken: { ...string, ...fixed, minLength: 1, maxLength: 256, pattern: /^[0-9A-Za-z_.-]+$/ },
    function: { ...functionName, required: true, ...fixed },
    functionUrlAuthType: { ...string, ...fixed, enum: ["NONE", "AWS_IAM"] },
    invokedViaFunctionUrl: { ...flag, ...fixed },
    principal: { ...string, required: true, ...fixed },
    principalOrgId: { ...string, ...fixed },
    qualifier: { ...qualifier, ...fixed },
    region,
    sourceAccount: { ...string, ...fixed, pattern: /^(\d{12}|aws|cloudfront|third-party)$/ },
    sourceArn: { ...arn, ...fixed },
    statementId: { ...statementId, computed: true, ...fixed, conflictsWith: ["statementIdPrefix"] },
    statementIdPrefix: { ...statementId, computed: true, ...fixed, conflictsWith: ["statementId"] },
  },
  rules: [(inputs) => nameLength(inputs.function, "function")],
};

export const functionUrlTable: TypeTable = {
  token: "aws:lambda/functionUrl:FunctionUrl",
  source: source("lambda", "function_url"),
  properties: {
    authorizationType: { ...string, required: true, enum: ["NONE", "AWS_IAM"] },
    cors: {
      type: "object",
      properties: {
        allowCredentials: flag,
        allowHeaders: stringSet,
        allowMethods: stringSet,
        allowOrigins: stringSet,
        exposeHeaders: stringSet,
        maxAge: { ...integer, max: 86_400 },
      },
    },
    functionArn: output,
    functionName: { ...functionReference, required: true, ...fixed },
    functionUrl: output,
    invokeMode: { ...string, default: "BUFFERED", enum: ["BUFFERED", "RESPONSE_STREAM"] },
    qualifier: { ...string, ...fixed },
    region,
    urlId: output,
  },
};

export const functionEventInvokeConfigTable: TypeTable = {
  token: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  source: source("lambda", "function_event_invoke_config"),
  properties: {
    destinationConfig: {
      type: "object",
      properties: {
        onFailure: { type: "object", properties: { destination: { ...arn, required: true } } },
        onSuccess: { type: "object", properties: { destination: { ...arn, required: true } } },
      },
    },
    functionName: { ...nonEmpty, required: true, ...fixed },
    maximumEventAgeInSeconds: { ...integer, min: 60, max: 21_600 },
    maximumRetryAttempts: { ...integer, default: 2, min: 0, max: 2 },
    qualifier: { ...nonEmpty, ...fixed },
    region,
  },
};

export const provisionedConcurrencyConfigTable: TypeTable = {
  token: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  source: source("lambda", "provisioned_concurrency_config"),
  properties: {
    functionName: { ...nonEmpty, required: true, ...fixed },
    provisionedConcurrentExecutions: { ...integer, required: true, min: 1 },
    qualifier: { ...nonEmpty, required: true, ...fixed },
    region,
    skipDestroy: { ...flag, default: false },
  },
};

const fromS3 = { ...string, ...fixed, conflictsWith: ["code"] } as const;

export const layerVersionTable: TypeTable = {
  token: "aws:lambda/layerVersion:LayerVersion",
  source: source("lambda", "layer_version"),
  properties: {
    arn: output,
    code: { type: "archive", ...fixed, conflictsWith: ["s3Bucket", "s3Key", "s3ObjectVersion"] },
    codeSha256: output,
    compatibleArchitectures: { type: "list", items: architecture, unordered: true, maxItems: 2, ...fixed },
    compatibleRuntimes: { type: "list", items: runtime, unordered: true, maxItems: 15, ...fixed },
    createdDate: output,
    description: { ...string, ...fixed },
    layerArn: output,
    layerName: { ...string, required: true, ...fixed },
    licenseInfo: { ...string, maxLength: 512, ...fixed },
    region,
    s3Bucket: fromS3,
    s3Key: fromS3,
    s3ObjectVersion: fromS3,
    signingJobArn: output,
    signingProfileVersionArn: output,
    skipDestroy: { ...flag, default: false },
    sourceCodeHash: { ...string, computed: true, ...fixed },
    sourceCodeSize: { ...integer, output: true },
    version: output,
  },
  rules: [
    ({ code, s3Bucket, s3Key }) =>
      code === undefined && (s3Bucket === undefined || s3Key === undefined)
        ? "code, or s3Bucket with s3Key, must be given."
        : undefined,
  ],
};

const kafka: Property = {
  type: "object",
  computed: true,
  forceNew: true,
  properties: {
    consumerGroupId: { ...string, computed: true, forceNew: true, minLength: 1, maxLength: 200 },
    schemaRegistryConfig: {
      type: "object",
      properties: {
        accessConfigs: {
          type: "list",
          unordered: true,
          items: { type: "object", properties: { type: string, uri: string } },
        },
        eventRecordFormat: { ...string, enum: ["JSON", "SOURCE"] },
        schemaRegistryUri: string,
        schemaValidationConfigs: {
          type: "list",
          unordered: true,
          items: { type: "object", properties: { attribute: string } },
        },
      },
    },
  },
};

export const eventSourceMappingTable: TypeTable = {
  token: "aws:lambda/eventSourceMapping:EventSourceMapping",
  source: source("lambda", "event_source_mapping"),
  properties: {
    amazonManagedKafkaEventSourceConfig: {
      ...kafka,
      conflictsWith: ["selfManagedEventSource", "selfManagedKafkaEventSourceConfig"],
    },
    arn: output,
    // The cloud's default depends on the source; leaving it out is not a change.
    batchSize: { ...integer, computed: true, min: 1, max: 10_000 },
    bisectBatchOnFunctionError: flag,
    destinationConfig: {
      type: "object",
      computed: true,
      properties: { onFailure: { type: "object", properties: { destinationArn: { ...arn, required: true } } } },
    },
    documentDbEventSourceConfig: {
      type: "object",
      properties: {
        collectionName: string,
        databaseName: { ...string, required: true },
        fullDocument: { ...string, default: "Default", enum: ["UpdateLookup", "Default"] },
      },
    },
    enabled: { ...flag, default: true },
    eventSourceArn: { ...string, ...fixed, exactlyOneOf: ["selfManagedEventSource"] },
    filterCriteria: {
      type: "object",
      properties: {
        filters: {
          type: "list",
          unordered: true,
          maxItems: 10,
          items: { type: "object", properties: { pattern: { ...string, maxLength: 4096, json: true } } },
        },
      },
    },
    functionArn: output,
    functionName: { ...functionReference, required: true },
    functionResponseTypes: { type: "list", unordered: true, items: { ...string, enum: ["ReportBatchItemFailures"] } },
    kmsKeyArn: arn,
    lastModified: output,
    lastProcessingResult: output,
    maximumBatchingWindowInSeconds: { ...integer, min: 0, max: 300 },
    maximumRecordAgeInSeconds: { ...integer, computed: true, min: -1, max: 604_800 },
    maximumRetryAttempts: { ...integer, computed: true, min: -1, max: 10_000 },
    metricsConfig: {
      type: "object",
      properties: {
        metrics: { type: "list", unordered: true, required: true, items: { ...string, enum: ["EventCount"] } },
      },
    },
    parallelizationFactor: { ...integer, computed: true, min: 1, max: 10 },
    provisionedPollerConfig: {
      type: "object",
      computed: true,
      properties: {
        maximumPollers: { ...integer, computed: true, min: 1, max: 2000 },
        minimumPollers: { ...integer, computed: true, min: 1, max: 200 },
        pollerGroupName: string,
      },
    },
    queues: { ...string, ...fixed, minLength: 1, maxLength: 1000 },
    region,
    scalingConfig: { type: "object", properties: { maximumConcurrency: { ...integer, min: 2, max: 1000 } } },
    selfManagedEventSource: {
      type: "object",
      ...fixed,
      exactlyOneOf: ["eventSourceArn"],
      properties: { endpoints: { ...stringMap, required: true, ...fixed } },
    },
    selfManagedKafkaEventSourceConfig: {
      ...kafka,
      conflictsWith: ["eventSourceArn", "amazonManagedKafkaEventSourceConfig"],
    },
    sourceAccessConfigurations: {
      type: "list",
      unordered: true,
      maxItems: 22,
      items: {
        type: "object",
        properties: { type: { ...string, required: true }, uri: { ...string, required: true } },
      },
    },
    startingPosition: { ...string, ...fixed, enum: ["AT_TIMESTAMP", "LATEST", "TRIM_HORIZON"] },
    startingPositionTimestamp: {
      ...string,
      ...fixed,
      pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    },
    state: output,
    stateTransitionReason: output,
    ...tagging,
    topics: { type: "list", unordered: true, ...fixed, items: { ...string, minLength: 1, maxLength: 249 } },
    tumblingWindowInSeconds: { ...integer, min: 0, max: 900 },
    useResourceTimeoutForPropagation: flag,
    uuid: output,
  },
  rules: [
    ({ maximumRecordAgeInSeconds: age }) =>
      typeof age === "number" && age !== -1 && age < 60
        ? `maximumRecordAgeInSeconds is ${age}, but -1 or 60 to 604800 is allowed.`
        : undefined,
    ({ eventSourceArn, startingPosition }) =>
      /^arn:[\w-]+:(kinesis|dynamodb):/.test(String(eventSourceArn)) && startingPosition === undefined
        ? "startingPosition is required when eventSourceArn is a Kinesis or DynamoDB stream."
        : undefined,
    ({ startingPosition, startingPositionTimestamp }) =>
      startingPosition === "AT_TIMESTAMP" && startingPositionTimestamp === undefined
        ? "startingPositionTimestamp is required when startingPosition is AT_TIMESTAMP."
        : undefined,
    ({ eventSourceArn, batchSize, maximumBatchingWindowInSeconds: window }) =>
      /^arn:[\w-]+:sqs:/.test(String(eventSourceArn)) && typeof batchSize === "number" && batchSize > 10 && !window
        ? `batchSize is ${batchSize}: over 10 messages, a queue needs maximumBatchingWindowInSeconds of 1 or more.`
        : undefined,
    ({ eventSourceArn, batchSize, maximumBatchingWindowInSeconds: window }) =>
      /^arn:[\w-]+:sqs:.*\.fifo$/.test(String(eventSourceArn)) && (Number(batchSize) > 10 || Number(window) > 0)
        ? "A FIFO queue takes batches of at most 10 and no batching window."
        : undefined,
  ],
};
