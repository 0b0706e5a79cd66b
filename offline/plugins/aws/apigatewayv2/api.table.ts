import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, output, region, source, tagging, text, textSet } from "../fields.ts";
import { description, ipAddressType, name } from "./fields.ts";

export const apiTable: TypeTable = {
  token: "aws:apigatewayv2/api:Api",
  source: source("apigatewayv2", "api"),
  properties: {
    apiEndpoint: output,
    apiKeySelectionExpression: {
      ...text,
      default: "$request.header.x-api-key",
      enum: ["$context.authorizer.usageIdentifierKey", "$request.header.x-api-key"],
    },
    arn: output,
    body: text,
    corsConfiguration: {
      type: "object",
      properties: {
        allowCredentials: flag,
        allowHeaders: textSet,
        allowMethods: textSet,
        allowOrigins: textSet,
        exposeHeaders: textSet,
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
    protocolType: { ...text, required: true, forceNew: true, enum: ["HTTP", "WEBSOCKET"] },
    region,
    routeKey: { ...text, forceNew: true },
    routeSelectionExpression: { ...text, default: "$request.method $request.path" },
    ...tagging,
    target: { ...text, forceNew: true },
    version: { ...text, minLength: 1, maxLength: 64 },
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
