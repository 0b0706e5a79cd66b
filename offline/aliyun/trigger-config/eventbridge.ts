import { z } from "zod";

/** Sources that this adapter doesn't make: their parameters are the vendor's affair. */
const others = z.record(z.string(), z.unknown());

const sourceParameters = z.strictObject({
  sourceMNSParameters: z
    .strictObject({
      RegionId: z.string().optional(),
      QueueName: z.string(),
      /** True if bodies are in Base64, as MNS's own clients send them, and are to be decoded. */
      IsBase64Decode: z.boolean().default(true),
    })
    .optional(),
  sourceRocketMQParameters: others.optional(),
  sourceRabbitMQParameters: others.optional(),
  sourceKafkaParameters: others.optional(),
  sourceMQTTParameters: others.optional(),
  sourceDTSParameters: others.optional(),
});

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
};

const runOptions = z.strictObject({
  /** One event per call, or lists of them. */
  mode: z.enum(["event-driven", "event-streaming"]).default("event-driven"),
  /** ALL: what can't be delivered is given up (or goes to the dead-letter queue). NONE: it blocks what comes after it. */
  errorsTolerance: z.enum(["ALL", "NONE"]).optional(),
  retryStrategy: z
    .strictObject({
      PushRetryStrategy: z.enum(["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"]),
      /** Told by the vendor's deployer, and by its pages of no strategy that FC takes: the strategy decides. */
      MaximumEventAgeInSeconds: z.number().int().min(0).optional(),
      MaximumRetryAttempts: z.number().int().min(0).optional(),
    })
    .optional(),
  deadLetterQueue: z.strictObject({ Arn: z.string().startsWith("acs:") }).optional(),
  /** Streaming alone. */
  batchWindow: z
    .strictObject({
      CountBasedWindow: z.number().int().min(1).max(10_000),
      /** Seconds. */
      TimeBasedWindow: z.number().int().min(0).max(15),
    })
    .optional(),
  maximumTasks: z.number().int().min(1).optional(),
});

/**
 * `triggerConfig` of a trigger that EventBridge fires. The source can't be changed once the trigger exists.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/developer-reference/api-fc-2023-03-30-struct-eventbridgetriggerconfig
 */
export const eventbridge = z.strictObject({
  triggerEnable: z.boolean().default(true),
  /** True if EventBridge doesn't wait for the function's result. It must wait to learn that a call failed. */
  asyncInvocationType: z.boolean().default(false),
  eventRuleFilterPattern: z.string().refine(isJson, "not JSON").default("{}"),
  eventSourceConfig: z.strictObject({
    eventSourceType: z.enum(["Default", "MNS", "RocketMQ", "RabbitMQ", "Kafka", "MQTT", "DTS"]),
    eventSourceParameters: sourceParameters.optional(),
  }),
  eventSinkConfig: z
    .strictObject({
      deliveryOption: z.strictObject({
        /** As in `runOptions`, where it counts. */
        mode: z.enum(["event-driven", "event-streaming"]).optional(),
        eventSchema: z.enum(["CloudEvents", "RawData"]).default("CloudEvents"),
        concurrency: z.number().int().min(1).optional(),
      }),
    })
    .optional(),
  runOptions: runOptions.optional(),
});
