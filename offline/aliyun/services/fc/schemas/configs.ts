import { z } from "zod";
import { orNothing, wholeNumber } from "./fields.ts";

/** Facts that the provider repeats in the body of what has the function's name in its path. */
const repeated = { functionName: z.string().optional() };

const destination = orNothing(
  z.strictObject({
    destination: z.union([
      z.literal(""),
      z
        .string()
        .regex(
          /^acs:(mns:[^:]*:\d*:\/(queues|topics)\/[^/]+\/messages|fc:[^:]*:\d*:functions\/[^/]+(\/[^/]+)?|eventbridge:[^:]*:\d*:eventbus\/[^/]+)$/,
          "is no ARN of a queue, a topic, an event bus or a function that FC can send to",
        ),
    ]),
  }),
);

export const asyncSettings = z.strictObject({
  asyncTask: z.boolean().optional(),
  destinationConfig: z.strictObject({ onSuccess: destination, onFailure: destination }).partial().optional(),
  maxAsyncEventAgeInSeconds: wholeNumber(1, 604800).optional(),
  maxAsyncRetryAttempts: wholeNumber(0, 8).optional(),
});
export const putAsyncInvokeConfig = asyncSettings.extend(repeated);
export type AsyncSettings = z.output<typeof asyncSettings>;

export const putConcurrencyConfig = z.strictObject({ ...repeated, reservedConcurrency: wholeNumber(0, 100_000) });

const period = {
  name: z.string().regex(/^[\w-]{1,128}$/),
  startTime: z.string(),
  endTime: z.string(),
  timeZone: z.string().optional(),
};
/** A policy without times is always in force. */
const times = { startTime: true, endTime: true } as const;
const scheduled = z.strictObject({ ...period, scheduleExpression: z.string(), target: wholeNumber(0, 10_000) });
const tracked = {
  ...period,
  metricType: z.string(),
  metricTarget: z.number().min(0).max(1),
};

export const provisionSettings = z.strictObject({
  target: wholeNumber(0, 10_000).optional(),
  defaultTarget: wholeNumber(0, 10_000).optional(),
  alwaysAllocateCPU: z.boolean().optional(),
  alwaysAllocateGPU: z.boolean().optional(),
  scheduledActions: z.array(scheduled.partial(times)).optional(),
  targetTrackingPolicies: z
    .array(
      z
        .strictObject({ ...tracked, minCapacity: wholeNumber(0, 10_000), maxCapacity: wholeNumber(0, 10_000) })
        .partial(times),
    )
    .optional(),
});
export const putProvisionConfig = provisionSettings.extend(repeated);
export type ProvisionSettings = z.output<typeof provisionSettings>;

export const scalingSettings = z.strictObject({
  ...repeated,
  minInstances: wholeNumber(0, 10_000).optional(),
  enableOnDemandScaling: z.boolean().optional(),
  enableMixMode: z.boolean().optional(),
  requestDispatchPolicy: z.string().optional(),
  residentPoolId: z.string().optional(),
  scheduledPolicies: z.array(scheduled.partial(times)).optional(),
  horizontalScalingPolicies: z
    .array(z.strictObject({ ...tracked, minInstances: z.int(), maxInstances: z.int() }).partial(times))
    .optional(),
});
export type ScalingSettings = z.output<typeof scalingSettings>;

export const createVpcBinding = z.strictObject({
  vpcId: z.string().regex(/^vpc-[\w-]+$/, "is no identifier of a VPC"),
});

export const disableInvocation = z.strictObject({
  ...repeated,
  reason: z.string().optional(),
  abortOngoingRequest: z.boolean().optional(),
});
