import type { TypeTable } from "../../table.ts";
import { arn, flag, json, region, source, string } from "../fields.ts";
import { busReference, ruleName } from "./fields.ts";
import { serviceTargets } from "./service-targets.ts";

const inputKinds = ["input", "inputPath", "inputTransformer"];

const excluding = (name: string) => inputKinds.filter((kind) => kind !== name);

export const eventTargetTable: TypeTable = {
  token: "aws:cloudwatch/eventTarget:EventTarget",
  source: source("events", "target"),
  properties: {
    arn: { ...arn, required: true },
    deadLetterConfig: { type: "object", properties: { arn } },
    eventBusName: busReference,
    forceDestroy: { ...flag, default: false },
    input: { ...json, maxLength: 8192, conflictsWith: excluding("input") },
    inputPath: { ...string, maxLength: 256, conflictsWith: excluding("inputPath") },
    inputTransformer: {
      type: "object",
      conflictsWith: excluding("inputTransformer"),
      properties: {
        inputPaths: { type: "map", items: string, maxItems: 100 },
        inputTemplate: { ...string, required: true, minLength: 1, maxLength: 8192 },
      },
    },
    region,
    retryPolicy: {
      type: "object",
      properties: {
        maximumEventAgeInSeconds: { type: "integer", min: 0, max: 86_400 },
        maximumRetryAttempts: { type: "integer", min: 0, max: 185 },
      },
    },
    roleArn: arn,
    rule: { ...string, required: true, forceNew: true, ...ruleName },
    targetId: { ...string, computed: true, forceNew: true, ...ruleName },
    ...serviceTargets,
  },
  rules: [
    ({ inputTransformer: transformer }) => {
      const paths = Object(transformer).inputPaths as unknown;
      const reserved = Object.keys(Object(paths)).find((name) => name.startsWith("AWS"));
      return reserved
        ? `inputTransformer.inputPaths has "${reserved}", but a name must not start with AWS.`
        : undefined;
    },
  ],
};
