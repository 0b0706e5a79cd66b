import type { Property, TypeTable } from "../../table.ts";
import { arn, flag, integer, output, region, source, string, stringMap, tagging } from "../fields.ts";
import { apiId, description, name } from "./fields.ts";

const routeSettings: Record<string, Property> = {
  dataTraceEnabled: { ...flag, default: false },
  detailedMetricsEnabled: { ...flag, default: false },
  loggingLevel: { ...string, computed: true, enum: ["ERROR", "INFO", "OFF"] },
  throttlingBurstLimit: integer,
  throttlingRateLimit: { type: "number" },
};

export const stageTable: TypeTable = {
  token: "aws:apigatewayv2/stage:Stage",
  source: source("apigatewayv2", "stage"),
  properties: {
    accessLogSettings: {
      type: "object",
      properties: { destinationArn: { ...arn, required: true }, format: { ...string, required: true } },
    },
    apiId,
    arn: output,
    autoDeploy: { ...flag, default: false },
    clientCertificateId: string,
    defaultRouteSettings: { type: "object", computed: true, properties: routeSettings },
    deploymentId: { ...string, computed: true },
    description,
    executionArn: output,
    invokeUrl: output,
    name: { ...name, forceNew: true },
    region,
    routeSettings: {
      type: "list",
      unordered: true,
      items: { type: "object", properties: { ...routeSettings, routeKey: { ...string, required: true } } },
    },
    stageVariables: stringMap,
    ...tagging,
  },
};
