import type { TypeTable } from "../../table.ts";
import { arn, integer, output, region, source, string, stringMap } from "../fields.ts";
import { apiId } from "./fields.ts";

export const integrationTable: TypeTable = {
  token: "aws:apigatewayv2/integration:Integration",
  source: source("apigatewayv2", "integration"),
  properties: {
    apiId,
    connectionId: { ...string, minLength: 1, maxLength: 1024 },
    connectionType: { ...string, default: "INTERNET", enum: ["INTERNET", "VPC_LINK"] },
    contentHandlingStrategy: { ...string, enum: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] },
    credentialsArn: arn,
    description: string,
    integrationMethod: { ...string, enum: ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] },
    integrationResponseSelectionExpression: output,
    integrationSubtype: { ...string, forceNew: true, minLength: 1, maxLength: 128 },
    integrationType: {
      ...string,
      required: true,
      forceNew: true,
      enum: ["AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"],
    },
    integrationUri: string,
    passthroughBehavior: {
      ...string,
      default: "WHEN_NO_MATCH",
      enum: ["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"],
    },
    payloadFormatVersion: { ...string, default: "1.0", enum: ["1.0", "2.0"] },
    region,
    requestParameters: stringMap,
    requestTemplates: stringMap,
    responseParameters: {
      type: "list",
      unordered: true,
      items: {
        type: "object",
        properties: { mappings: { ...stringMap, required: true }, statusCode: { ...string, required: true } },
      },
    },
    templateSelectionExpression: string,
    timeoutMilliseconds: { ...integer, computed: true, min: 50, max: 30_000 },
    tlsConfig: { type: "object", properties: { serverNameToVerify: string } },
  },
};
