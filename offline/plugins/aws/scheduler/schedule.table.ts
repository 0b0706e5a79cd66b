import type { Property, TypeTable } from "../../table.ts";
import {
  arn,
  flag,
  integer,
  nameOrPrefix,
  object,
  output,
  region,
  source,
  tagging,
  text,
  textMap,
  textSet,
} from "../fields.ts";

const nameText = { minLength: 1, maxLength: 64, pattern: /^[0-9A-Za-z_.-]+$/ };
const prefixText = { ...nameText, maxLength: 38 };
const time: Property = { ...text, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ };
const set = (properties: Record<string, Property>, maxItems: number): Property => ({
  type: "list",
  unordered: true,
  maxItems,
  items: object(properties),
});

const ecsParameters = object({
  capacityProviderStrategies: set(
    {
      base: { ...integer, min: 0, max: 100_000 },
      capacityProvider: { ...text, required: true, minLength: 1, maxLength: 255 },
      weight: { ...integer, min: 0, max: 1000 },
    },
    6,
  ),
  enableEcsManagedTags: flag,
  enableExecuteCommand: flag,
  group: { ...text, minLength: 1, maxLength: 255 },
  launchType: { ...text, enum: ["EC2", "FARGATE", "EXTERNAL"] },
  networkConfiguration: object({
    assignPublicIp: { ...flag, default: false },
    securityGroups: textSet,
    subnets: { ...textSet, required: true },
  }),
  placementConstraints: set(
    {
      expression: { ...text, minLength: 1, maxLength: 2000 },
      type: { ...text, required: true, enum: ["distinctInstance", "memberOf"] },
    },
    10,
  ),
  placementStrategies: set(
    { field: text, type: { ...text, required: true, enum: ["random", "spread", "binpack"] } },
    5,
  ),
  platformVersion: text,
  propagateTags: { ...text, enum: ["TASK_DEFINITION"] },
  referenceId: text,
  tags: textMap,
  taskCount: { ...integer, default: 1, min: 0, max: 10 },
  taskDefinitionArn: { ...arn, required: true },
});

const target = object(
  {
    arn: { ...arn, required: true },
    deadLetterConfig: object({ arn: { ...arn, required: true } }),
    ecsParameters,
    eventbridgeParameters: object({
      detailType: { ...text, required: true, minLength: 1, maxLength: 128 },
      source: { ...text, required: true, minLength: 1, maxLength: 256 },
    }),
    input: { ...text, minLength: 1 },
    kinesisParameters: object({ partitionKey: { ...text, required: true, minLength: 1, maxLength: 256 } }),
    // Left out, the cloud fills it in, and that is no change.
    retryPolicy: object(
      {
        maximumEventAgeInSeconds: { ...integer, default: 86_400, min: 60, max: 86_400 },
        maximumRetryAttempts: { ...integer, default: 185, min: 0, max: 185 },
      },
      { computed: true },
    ),
    roleArn: { ...arn, required: true },
    sagemakerPipelineParameters: object({
      pipelineParameters: set(
        {
          name: { ...text, required: true, minLength: 1, maxLength: 256 },
          value: { ...text, required: true, minLength: 1, maxLength: 1024 },
        },
        200,
      ),
    }),
    sqsParameters: object({ messageGroupId: { ...text, minLength: 1, maxLength: 128 } }),
  },
  { required: true },
);

export const scheduleTable: TypeTable = {
  token: "aws:scheduler/schedule:Schedule",
  source: source("scheduler", "schedule"),
  properties: {
    actionAfterCompletion: { ...text, computed: true, enum: ["NONE", "DELETE"] },
    arn: output,
    description: { ...text, maxLength: 512 },
    endDate: time,
    flexibleTimeWindow: object(
      {
        maximumWindowInMinutes: { ...integer, min: 1, max: 1440 },
        mode: { ...text, required: true, enum: ["OFF", "FLEXIBLE"] },
      },
      { required: true },
    ),
    groupName: { ...text, computed: true, forceNew: true, minLength: 1, maxLength: 64 },
    kmsKeyArn: arn,
    ...nameOrPrefix(nameText, prefixText),
    region,
    scheduleExpression: { ...text, required: true, minLength: 1, maxLength: 256, pattern: /^(cron|rate|at)\(.+\)$/ },
    scheduleExpressionTimezone: { ...text, default: "UTC", minLength: 1, maxLength: 50 },
    startDate: time,
    state: { ...text, default: "ENABLED", enum: ["ENABLED", "DISABLED"] },
    target,
  },
};

export const scheduleGroupTable: TypeTable = {
  token: "aws:scheduler/scheduleGroup:ScheduleGroup",
  source: source("scheduler", "schedule_group"),
  properties: {
    arn: output,
    creationDate: output,
    lastModificationDate: output,
    ...nameOrPrefix(nameText, prefixText),
    region,
    state: output,
    ...tagging,
  },
};
