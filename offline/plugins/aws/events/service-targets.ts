import type { Property } from "../../table.ts";
import { arn, flag, integer, string, stringList, stringMap, stringSet } from "../fields.ts";

const named = (properties: Record<string, Property>): Property => ({ type: "object", properties });
const required = (property: Property, more: Partial<Property> = {}): Property => ({
  ...property,
  ...more,
  required: true,
});

/** Service-specific settings of an event target: one property for each service. */
export const serviceTargets: Record<string, Property> = {
  appsyncTarget: named({ graphqlOperation: { ...string, minLength: 1, maxLength: 1_048_576 } }),
  batchTarget: named({
    arraySize: { ...integer, min: 2, max: 10_000 },
    jobAttempts: { ...integer, min: 1, max: 10 },
    jobDefinition: required(string),
    jobName: required(string),
  }),
  ecsTarget: named({
    capacityProviderStrategies: {
      type: "list",
      unordered: true,
      items: named({
        base: { ...integer, min: 0, max: 100_000 },
        capacityProvider: required(string),
        weight: { ...integer, min: 0, max: 1000 },
      }),
    },
    enableEcsManagedTags: { ...flag, default: false },
    enableExecuteCommand: { ...flag, default: false },
    group: { ...string, minLength: 1, maxLength: 255 },
    launchType: { ...string, enum: ["EC2", "FARGATE", "EXTERNAL"] },
    networkConfiguration: named({
      assignPublicIp: { ...flag, default: false },
      securityGroups: stringSet,
      subnets: required(stringSet),
    }),
    orderedPlacementStrategies: {
      type: "list",
      maxItems: 5,
      items: named({
        field: { ...string, maxLength: 255 },
        type: required(string, { enum: ["random", "spread", "binpack"] }),
      }),
    },
    placementConstraints: {
      type: "list",
      unordered: true,
      maxItems: 10,
      items: named({ expression: string, type: required(string, { enum: ["distinctInstance", "memberOf"] }) }),
    },
    platformVersion: { ...string, maxLength: 1600 },
    propagateTags: { ...string, enum: ["TASK_DEFINITION"] },
    tags: stringMap,
    taskCount: { ...integer, default: 1, min: 1 },
    taskDefinitionArn: required(arn),
  }),
  httpTarget: named({ headerParameters: stringMap, pathParameterValues: stringList, queryStringParameters: stringMap }),
  kinesisTarget: named({ partitionKeyPath: { ...string, minLength: 1, maxLength: 256 } }),
  redshiftTarget: named({
    database: required(string, { minLength: 1, maxLength: 64 }),
    dbUser: { ...string, minLength: 1, maxLength: 128 },
    secretsManagerArn: arn,
    sql: { ...string, minLength: 1, maxLength: 100_000 },
    statementName: { ...string, minLength: 1, maxLength: 500 },
    withEvent: flag,
  }),
  runCommandTargets: {
    type: "list",
    maxItems: 5,
    items: named({
      key: required(string, { minLength: 1, maxLength: 128 }),
      values: { type: "list", required: true, maxItems: 50, items: { ...string, minLength: 1, maxLength: 256 } },
    }),
  },
  sagemakerPipelineTarget: named({
    pipelineParameterLists: {
      type: "list",
      unordered: true,
      maxItems: 200,
      items: named({ name: required(string), value: required(string) }),
    },
  }),
  sqsTarget: named({ messageGroupId: string }),
};
