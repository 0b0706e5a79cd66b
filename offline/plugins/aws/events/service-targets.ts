import type { Property } from "../../table.ts";
import { arn, flag, integer, text, textList, textMap, textSet } from "../fields.ts";

const named = (properties: Record<string, Property>): Property => ({ type: "object", properties });
const required = (property: Property, more: Partial<Property> = {}): Property => ({
  ...property,
  ...more,
  required: true,
});

/** What an event target may say about the service it calls: one property for each such service. */
export const serviceTargets: Record<string, Property> = {
  appsyncTarget: named({ graphqlOperation: { ...text, minLength: 1, maxLength: 1_048_576 } }),
  batchTarget: named({
    arraySize: { ...integer, min: 2, max: 10_000 },
    jobAttempts: { ...integer, min: 1, max: 10 },
    jobDefinition: required(text),
    jobName: required(text),
  }),
  ecsTarget: named({
    capacityProviderStrategies: {
      type: "list",
      unordered: true,
      items: named({
        base: { ...integer, min: 0, max: 100_000 },
        capacityProvider: required(text),
        weight: { ...integer, min: 0, max: 1000 },
      }),
    },
    enableEcsManagedTags: { ...flag, default: false },
    enableExecuteCommand: { ...flag, default: false },
    group: { ...text, minLength: 1, maxLength: 255 },
    launchType: { ...text, enum: ["EC2", "FARGATE", "EXTERNAL"] },
    networkConfiguration: named({
      assignPublicIp: { ...flag, default: false },
      securityGroups: textSet,
      subnets: required(textSet),
    }),
    orderedPlacementStrategies: {
      type: "list",
      maxItems: 5,
      items: named({
        field: { ...text, maxLength: 255 },
        type: required(text, { enum: ["random", "spread", "binpack"] }),
      }),
    },
    placementConstraints: {
      type: "list",
      unordered: true,
      maxItems: 10,
      items: named({ expression: text, type: required(text, { enum: ["distinctInstance", "memberOf"] }) }),
    },
    platformVersion: { ...text, maxLength: 1600 },
    propagateTags: { ...text, enum: ["TASK_DEFINITION"] },
    tags: textMap,
    taskCount: { ...integer, default: 1, min: 1 },
    taskDefinitionArn: required(arn),
  }),
  httpTarget: named({ headerParameters: textMap, pathParameterValues: textList, queryStringParameters: textMap }),
  kinesisTarget: named({ partitionKeyPath: { ...text, minLength: 1, maxLength: 256 } }),
  redshiftTarget: named({
    database: required(text, { minLength: 1, maxLength: 64 }),
    dbUser: { ...text, minLength: 1, maxLength: 128 },
    secretsManagerArn: arn,
    sql: { ...text, minLength: 1, maxLength: 100_000 },
    statementName: { ...text, minLength: 1, maxLength: 500 },
    withEvent: flag,
  }),
  runCommandTargets: {
    type: "list",
    maxItems: 5,
    items: named({
      key: required(text, { minLength: 1, maxLength: 128 }),
      values: { type: "list", required: true, maxItems: 50, items: { ...text, minLength: 1, maxLength: 256 } },
    }),
  },
  sagemakerPipelineTarget: named({
    pipelineParameterLists: {
      type: "list",
      unordered: true,
      maxItems: 200,
      items: named({ name: required(text), value: required(text) }),
    },
  }),
  sqsTarget: named({ messageGroupId: text }),
};
