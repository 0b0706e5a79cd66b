import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, output, region, source, string, stringSet, tagging } from "../fields.ts";
import { description, ipAddressType, name } from "./fields.ts";

export const apiTable: TypeTable = {
  token: "aws:apigatewayv2/api:Api",
  source: source("apigatewayv2", "api"),
  properties: {
    apiEndpoint: output,
    apiKeySelectionExpression: {
      ...string,
      default: "$request.header.x-api-key",
      enum: ["$context.authorizer.usageIdentifierKey", "$request.header.x-api-key"],
    },
    arn: output,
    body: string,
    corsConfiguration: {
      type: "object",
      properties: {
        allowCredentials: flag,
        allowHeaders: stringSet,
        allowMethods: stringSet,
        allowOrigins: stringSet,
        exposeHeaders: stringSet,
        maxAge: { ...integer, min: -1, max: 86_400 },
      },
    },
    credentialsArn: { ...arn, forceNew: true },
    description,
    disableExecuteApiEndpoint: flag,
    executionArn: output,
    failOnWarnings: flag,
    ipAddressType,
    name,
    protocolType: { ...string, required: true, forceNew: true, enum: ["HTTP", "WEBSOCKET"] },
    region,
    routeKey: { ...string, forceNew: true },
    routeSelectionExpression: { ...string, default: "$request.method $request.path" },
    ...tagging,
    target: { ...string, forceNew: true },
    version: { ...string, minLength: 1, maxLength: 64 },
  },
  rules: [
    // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html#apis-model-cors
    ({ corsConfiguration: cors }) => {
      const { allowCredentials, allowOrigins } = Object(cors) as Record<string, unknown>;
      return allowCredentials === true && Array.isArray(allowOrigins) && allowOrigins.includes("*")
        ? 'corsConfiguration.allowCredentials is not allowed together with the origin "*".'
        : undefined;
    },
  ],
};
