import type { TypeTable } from "../../table.ts";
import { arn, flag, output, region, source, tagging, text, textMap } from "../fields.ts";
import { id } from "./fields.ts";

export const stageTable: TypeTable = {
  token: "aws:apigateway/stage:Stage",
  source: source("apigateway", "stage"),
  properties: {
    accessLogSettings: {
      type: "object",
      properties: { destinationArn: { ...arn, required: true }, format: { ...text, required: true } },
    },
    arn: output,
    cacheClusterEnabled: flag,
    cacheClusterSize: { ...text, enum: ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] },
    canarySettings: {
      type: "object",
      properties: {
        deploymentId: { ...text, required: true },
        percentTraffic: { type: "number", default: 0, min: 0, max: 100 },
        stageVariableOverrides: textMap,
        useStageCache: flag,
      },
    },
    clientCertificateId: text,
    deployment: { ...text, required: true },
    description: text,
    documentationVersion: text,
    executionArn: output,
    invokeUrl: output,
    region,
    restApi: id,
    stageName: { ...text, required: true, forceNew: true, pattern: /^[a-zA-Z0-9_-]+$/, maxLength: 128 },
    ...tagging,
    variables: textMap,
    webAclArn: output,
    xrayTracingEnabled: flag,
  },
};
