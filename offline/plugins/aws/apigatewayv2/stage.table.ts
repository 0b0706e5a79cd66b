import type { Property, TypeTable } from "../../table.ts";
import { arn, flag, integer, output, region, source, tagging, text, textMap } from "../fields.ts";
import { apiId, description, name } from "./fields.ts";

const routeSettings: Record<string, Property> = {
  dataTraceEnabled: { ...flag, default: false },
  detailedMetricsEnabled: { ...flag, default: false },
  loggingLevel: { ...text, computed: true, enum: ["ERROR", "INFO", "OFF"] },
  throttlingBurstLimit: integer,
  throttlingRateLimit: { type: "number" },
};

export const stageTable: TypeTable = {
  token: "aws:apigatewayv2/stage:Stage",
  source: source("apigatewayv2", "stage"),
  properties: {
    accessLogSettings: {
      type: "object",
      properties: { destinationArn: { ...arn, required: true }, format: { ...text, required: true } },
    },
    apiId,
    arn: output,
    autoDeploy: { ...flag, default: false },
    clientCertificateId: text,
    defaultRouteSettings: { type: "object", computed: true, properties: routeSettings },
    deploymentId: { ...text, computed: true },
    description,
    executionArn: output,
    invokeUrl: output,
    name: { ...name, forceNew: true },
    region,
    routeSettings: {
      type: "list",
      unordered: true,
      items: { type: "object", properties: { ...routeSettings, routeKey: { ...text, required: true } } },
    },
    stageVariables: textMap,
    ...tagging,
  },
};
