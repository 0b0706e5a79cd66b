import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, region, source, text, textSet } from "../fields.ts";
import { apiId, name } from "./fields.ts";

export const authorizerTable: TypeTable = {
  token: "aws:apigatewayv2/authorizer:Authorizer",
  source: source("apigatewayv2", "authorizer"),
  properties: {
    apiId,
    authorizerCredentialsArn: arn,
    authorizerPayloadFormatVersion: { ...text, enum: ["1.0", "2.0"] },
    authorizerResultTtlInSeconds: { ...integer, computed: true, min: 0, max: 3600 },
    authorizerType: { ...text, required: true, enum: ["REQUEST", "JWT"] },
    authorizerUri: { ...text, minLength: 1, maxLength: 2048 },
    enableSimpleResponses: flag,
    identitySources: textSet,
    jwtConfiguration: { type: "object", properties: { audiences: textSet, issuer: text } },
    name,
    region,
  },
  rules: [
    ({ authorizerType, jwtConfiguration }) =>
      authorizerType === "JWT" && jwtConfiguration === undefined
        ? "jwtConfiguration is required when authorizerType is JWT."
        : undefined,
    ({ authorizerType, authorizerUri }) =>
      authorizerType === "REQUEST" && authorizerUri === undefined
        ? "authorizerUri is required when authorizerType is REQUEST."
        : undefined,
  ],
};
