import type { TypeTable } from "../../table.ts";
import { arn, flag, output, region, source, string, stringMap, tagging } from "../fields.ts";
import { id } from "./fields.ts";

export const stageTable: TypeTable = {
  token: "aws:apigateway/stage:Stage",
  source: source("apigateway", "stage"),
  properties: {
    accessLogSettings: {
      type: "object",
      properties: { destinationArn: { ...arn, required: true }, format: { ...string, required: true } },
    },
    arn: output,
    cacheClusterEnabled: flag,
    cacheClusterSize: { ...string, enum: ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] },
    canarySettings: {
      type: "object",
      properties: {
        deploymentId: { ...string, required: true },
        percentTraffic: { type: "number", default: 0, min: 0, max: 100 },
        stageVariableOverrides: stringMap,
        useStageCache: flag,
      },
    },
    clientCertificateId: string,
    deployment: { ...string, required: true },
    description: string,
    documentationVersion: string,
    executionArn: output,
    invokeUrl: output,
    region,
    restApi: id,
    stageName: { ...string, required: true, forceNew: true, pattern: /^[a-zA-Z0-9_-]+$/, maxLength: 128 },
    ...tagging,
    variables: stringMap,
    webAclArn: output,
    xrayTracingEnabled: flag,
  },
};
