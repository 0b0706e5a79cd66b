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
  string,
  stringMap,
  stringSet,
  tagging,
} from "../fields.ts";

const nameText = { minLength: 1, maxLength: 64, pattern: /^[0-9A-Za-z_.-]+$/ };
const prefixText = { ...nameText, maxLength: 38 };
const time: Property = { ...string, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ };
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
      capacityProvider: { ...string, required: true, minLength: 1, maxLength: 255 },
      weight: { ...integer, min: 0, max: 1000 },
    },
    6,
  ),
  enableEcsManagedTags: flag,
  enableExecuteCommand: flag,
  group: { ...string, minLength: 1, maxLength: 255 },
  launchType: { ...string, enum: ["EC2", "FARGATE", "EXTERNAL"] },
  networkConfiguration: object({
    assignPublicIp: { ...flag, default: false },
    securityGroups: stringSet,
    subnets: { ...stringSet, required: true },
  }),
  placementConstraints: set(
    {
      expression: { ...string, minLength: 1, maxLength: 2000 },
      type: { ...string, required: true, enum: ["distinctInstance", "memberOf"] },
    },
    10,
  ),
  placementStrategies: set(
    { field: string, type: { ...string, required: true, enum: ["random", "spread", "binpack"] } },
    5,
  ),
  platformVersion: string,
  propagateTags: { ...string, enum: ["TASK_DEFINITION"] },
  referenceId: string,
  tags: stringMap,
  taskCount: { ...integer, default: 1, min: 0, max: 10 },
  taskDefinitionArn: { ...arn, required: true },
});

const target = object(
  {
    arn: { ...arn, required: true },
    deadLetterConfig: object({ arn: { ...arn, required: true } }),
    ecsParameters,
    eventbridgeParameters: object({
      detailType: { ...string, required: true, minLength: 1, maxLength: 128 },
      source: { ...string, required: true, minLength: 1, maxLength: 256 },
    }),
    input: { ...string, minLength: 1 },
    kinesisParameters: object({ partitionKey: { ...string, required: true, minLength: 1, maxLength: 256 } }),
    // The cloud fills it in when it is absent, which is not a change.
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
          name: { ...string, required: true, minLength: 1, maxLength: 256 },
          value: { ...string, required: true, minLength: 1, maxLength: 1024 },
        },
        200,
      ),
    }),
    sqsParameters: object({ messageGroupId: { ...string, minLength: 1, maxLength: 128 } }),
  },
  { required: true },
);

export const scheduleTable: TypeTable = {
  token: "aws:scheduler/schedule:Schedule",
  source: source("scheduler", "schedule"),
  properties: {
    actionAfterCompletion: { ...string, computed: true, enum: ["NONE", "DELETE"] },
    arn: output,
    description: { ...string, maxLength: 512 },
    endDate: time,
    flexibleTimeWindow: object(
      {
        maximumWindowInMinutes: { ...integer, min: 1, max: 1440 },
        mode: { ...string, required: true, enum: ["OFF", "FLEXIBLE"] },
      },
      { required: true },
    ),
    groupName: { ...string, computed: true, forceNew: true, minLength: 1, maxLength: 64 },
    kmsKeyArn: arn,
    ...nameOrPrefix(nameText, prefixText),
    region,
    scheduleExpression: { ...string, required: true, minLength: 1, maxLength: 256, pattern: /^(cron|rate|at)\(.+\)$/ },
    scheduleExpressionTimezone: { ...string, default: "UTC", minLength: 1, maxLength: 50 },
    startDate: time,
    state: { ...string, default: "ENABLED", enum: ["ENABLED", "DISABLED"] },
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
