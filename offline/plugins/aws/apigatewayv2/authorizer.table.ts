import type { TypeTable } from "../../table.ts";
import { arn, flag, integer, region, source, string, stringSet } from "../fields.ts";
import { apiId, name } from "./fields.ts";

export const authorizerTable: TypeTable = {
  token: "aws:apigatewayv2/authorizer:Authorizer",
  source: source("apigatewayv2", "authorizer"),
  properties: {
    apiId,
    authorizerCredentialsArn: arn,
    authorizerPayloadFormatVersion: { ...string, enum: ["1.0", "2.0"] },
    authorizerResultTtlInSeconds: { ...integer, computed: true, min: 0, max: 3600 },
    authorizerType: { ...string, required: true, enum: ["REQUEST", "JWT"] },
    authorizerUri: { ...string, minLength: 1, maxLength: 2048 },
    enableSimpleResponses: flag,
    identitySources: stringSet,
    jwtConfiguration: { type: "object", properties: { audiences: stringSet, issuer: string } },
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
