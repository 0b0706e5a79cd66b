import { z } from "zod";
import { ApiError } from "../../core/error.ts";
import type { TriggerBinding } from "../../core/ports.ts";
import { RETRY_STRATEGIES } from "../../core/push-retry.ts";

/** What FC keeps of a trigger by events. https://help.aliyun.com/zh/functioncompute/fc/user-guide/eventbridge-triggers */
const triggerConfig = z.strictObject({
  triggerEnable: z.boolean().default(true),
  asyncInvocationType: z.boolean().default(false),
  eventRuleFilterPattern: z.string().default("{}"),
  eventSourceConfig: z.strictObject({
    eventSourceType: z.string(),
    eventSourceParameters: z
      .looseObject({
        sourceMNSParameters: z
          .strictObject({
            RegionId: z.string().optional(),
            QueueName: z.string(),
            IsBase64Decode: z.boolean().default(true),
          })
          .optional(),
      })
      .optional(),
  }),
  eventSinkConfig: z
    .looseObject({
      deliveryOption: z
        .looseObject({ eventSchema: z.enum(["CloudEvents", "RawData"]).default("CloudEvents") })
        .optional(),
    })
    .optional(),
  runOptions: z
    .looseObject({
      mode: z.enum(["event-driven", "event-streaming"]).default("event-driven"),
      errorsTolerance: z.enum(["ALL", "NONE"]).default("ALL"),
      retryStrategy: z
        .looseObject({ PushRetryStrategy: z.enum(RETRY_STRATEGIES as ["BACKOFF_RETRY"]).default("BACKOFF_RETRY") })
        .optional(),
      deadLetterQueue: z.looseObject({ Arn: z.string().optional() }).optional(),
      batchWindow: z
        .looseObject({
          CountBasedWindow: z.number().int().min(1).max(10_000).default(1),
          TimeBasedWindow: z.number().int().min(0).max(15).default(0),
        })
        .optional(),
    })
    .optional(),
});

export type EventTriggerConfig = z.infer<typeof triggerConfig>;

/** @throws ApiError for what the vendor refuses, and for sources that aren't emulated. */
export function readConfig({ config }: TriggerBinding): EventTriggerConfig {
  const parsed = triggerConfig.safeParse(config);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ApiError(400, "InvalidArgument", `triggerConfig.${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { eventSourceType, eventSourceParameters } = parsed.data.eventSourceConfig;
  if (!["Default", "MNS"].includes(eventSourceType)) {
    throw new ApiError(
      400,
      "InvalidArgument",
      `The emulator has no event source ${eventSourceType}, only Default and MNS.`,
    );
  }
  if (eventSourceType === "MNS" && !eventSourceParameters?.sourceMNSParameters) {
    throw new ApiError(400, "InvalidArgument", "An MNS source needs eventSourceParameters.sourceMNSParameters.");
  }
  return parsed.data;
}
