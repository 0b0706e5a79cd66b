import { z } from "zod";
import { description, name, roleArn, wholeNumber } from "./fields.ts";

export const TRIGGER_TYPES = ["http", "timer", "oss", "log", "mns_topic", "tablestore", "eventbridge"] as const;
export type TriggerType = (typeof TRIGGER_TYPES)[number];

export const createTrigger = z.strictObject({
  triggerName: name(128),
  triggerType: z.enum(TRIGGER_TYPES),
  qualifier: z.string().min(1).default("LATEST"),
  triggerConfig: z.string().default("{}"),
  sourceArn: z.string().optional(),
  invocationRole: roleArn.optional(),
  description: description.optional(),
});

export const updateTrigger = z
  .strictObject({ triggerConfig: z.string(), invocationRole: roleArn, description, qualifier: z.string() })
  .partial();

export const HTTP_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"] as const;

export const cors = z
  .strictObject({
    allowCredentials: z.boolean(),
    allowHeaders: z.array(z.string()),
    allowMethods: z.array(z.string()),
    allowOrigins: z.array(z.string()),
    exposeHeaders: z.array(z.string()),
    maxAge: wholeNumber(0, 86400),
  })
  .partial();
export type CorsSettings = z.output<typeof cors>;

export const authTypes = z.enum(["anonymous", "function", "jwt"]);

const http = z.strictObject({
  methods: z.array(z.enum(HTTP_METHODS)).min(1),
  authType: authTypes.default("function"),
  /** JSON in a string. */
  authConfig: z.string().optional(),
  disableURLInternet: z.boolean().default(false),
  corsConfig: cors.optional(),
});
export type HttpTriggerConfig = z.output<typeof http>;

const timer = z.strictObject({
  cronExpression: z.string().min(1),
  enable: z.boolean().default(false),
  payload: z
    .string()
    .refine((payload) => Buffer.byteLength(payload) <= 131_072, "is longer than 128 KB")
    .default(""),
});
export type TimerConfig = z.output<typeof timer>;

const OSS_EVENTS = [
  "oss:ObjectCreated:*",
  ...["PutObject", "PostObject", "CopyObject", "AppendObject", "PutSymlink"].map((e) => `oss:ObjectCreated:${e}`),
  ...["InitiateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload"].map(
    (e) => `oss:ObjectCreated:${e}`,
  ),
  ...["*", "DeleteObject", "DeleteObjects", "AbortMultipartUpload"].map((e) => `oss:ObjectRemoved:${e}`),
  ...["*", "UpdateObjectMeta"].map((e) => `oss:ObjectModified:${e}`),
];

const oss = z.strictObject({
  events: z.array(z.enum(OSS_EVENTS)).min(1),
  filter: z
    .strictObject({ key: z.strictObject({ prefix: z.string(), suffix: z.string() }).partial().optional() })
    .optional(),
});

const log = z.strictObject({
  sourceConfig: z.strictObject({ logstore: z.string().min(1), startTime: z.int().optional() }),
  jobConfig: z.strictObject({ maxRetryTime: wholeNumber(0, 100), triggerInterval: wholeNumber(3, 600) }),
  functionParameter: z.record(z.string(), z.string()).optional(),
  logConfig: z.strictObject({ project: z.string(), logstore: z.string() }),
  enable: z.boolean(),
});

const mnsTopic = z.strictObject({
  filterTag: z.string().max(16).optional(),
  notifyContentFormat: z.enum(["STREAM", "JSON"]).default("STREAM"),
  notifyStrategy: z.enum(["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"]).default("BACKOFF_RETRY"),
});

const EVENT_SOURCES = ["Default", "MNS", "RocketMQ", "RabbitMQ", "Kafka", "MQTT", "DTS"] as const;

const eventbridge = z.strictObject({
  triggerEnable: z.boolean().default(true),
  asyncInvocationType: z.boolean().default(false),
  eventRuleFilterPattern: z.string().optional(),
  eventSourceConfig: z.strictObject({
    eventSourceType: z.enum(EVENT_SOURCES),
    eventSourceParameters: z
      .strictObject({
        sourceMNSParameters: z.strictObject({
          RegionId: z.string().optional(),
          QueueName: z.string().min(1),
          IsBase64Decode: z.boolean().optional(),
        }),
        sourceRocketMQParameters: z.looseObject({}),
        sourceRabbitMQParameters: z.looseObject({}),
        sourceKafkaParameters: z.looseObject({}),
        sourceMQTTParameters: z.looseObject({}),
        sourceDTSParameters: z.looseObject({}),
      })
      .partial()
      .optional(),
  }),
  eventSinkConfig: z
    .strictObject({
      deliveryOption: z
        .strictObject({ eventSchema: z.enum(["CloudEvents", "RawData"]), concurrency: z.int().min(1) })
        .partial(),
    })
    .optional(),
  runOptions: z
    .strictObject({
      mode: z.enum(["event-driven", "event-streaming"]),
      errorsTolerance: z.enum(["ALL", "NONE"]),
      retryStrategy: z.strictObject({
        PushRetryStrategy: z.enum(["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"]),
        MaximumEventAgeInSeconds: z.int().optional(),
        MaximumRetryAttempts: z.int().optional(),
      }),
      deadLetterQueue: z.strictObject({ Arn: z.string() }).partial(),
      batchWindow: z.strictObject({
        CountBasedWindow: wholeNumber(1, 10_000),
        TimeBasedWindow: wholeNumber(0, 15),
      }),
      maximumTasks: z.int().min(1),
    })
    .partial()
    .optional(),
});

/** `triggerConfig` of each type. */
export const triggerConfigs = {
  http,
  timer,
  oss,
  log,
  mns_topic: mnsTopic,
  tablestore: z.strictObject({}),
  eventbridge,
} satisfies Record<TriggerType, z.ZodType>;
