import type { TypeTable } from "../../table.ts";
import { arn, integer, output, region, source, text, textMap } from "../fields.ts";
import { apiId } from "./fields.ts";

export const integrationTable: TypeTable = {
  token: "aws:apigatewayv2/integration:Integration",
  source: source("apigatewayv2", "integration"),
  properties: {
    apiId,
    connectionId: { ...text, minLength: 1, maxLength: 1024 },
    connectionType: { ...text, default: "INTERNET", enum: ["INTERNET", "VPC_LINK"] },
    contentHandlingStrategy: { ...text, enum: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] },
    credentialsArn: arn,
    description: text,
    integrationMethod: { ...text, enum: ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] },
    integrationResponseSelectionExpression: output,
    integrationSubtype: { ...text, forceNew: true, minLength: 1, maxLength: 128 },
    integrationType: {
      ...text,
      required: true,
      forceNew: true,
      enum: ["AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"],
    },
    integrationUri: text,
    passthroughBehavior: {
      ...text,
      default: "WHEN_NO_MATCH",
      enum: ["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"],
    },
    payloadFormatVersion: { ...text, default: "1.0", enum: ["1.0", "2.0"] },
    region,
    requestParameters: textMap,
    requestTemplates: textMap,
    responseParameters: {
      type: "list",
      unordered: true,
      items: {
        type: "object",
        properties: { mappings: { ...textMap, required: true }, statusCode: { ...text, required: true } },
      },
    },
    templateSelectionExpression: text,
    timeoutMilliseconds: { ...integer, computed: true, min: 50, max: 30_000 },
    tlsConfig: { type: "object", properties: { serverNameToVerify: text } },
  },
};
