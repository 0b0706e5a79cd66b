import type { TypeTable } from "../../table.ts";
import { arn, integer, output, region, source, string } from "../fields.ts";
import { id } from "./fields.ts";

export const authorizerTable: TypeTable = {
  token: "aws:apigateway/authorizer:Authorizer",
  source: source("apigateway", "authorizer"),
  properties: {
    arn: output,
    authorizerCredentials: arn,
    authorizerResultTtlInSeconds: { ...integer, default: 300, min: 0, max: 3600 },
    authorizerUri: string,
    identitySource: { ...string, default: "method.request.header.Authorization" },
    identityValidationExpression: string,
    name: { ...string, computed: true },
    providerArns: { type: "list", items: arn, unordered: true },
    region,
    restApi: id,
    type: { ...string, default: "TOKEN", enum: ["TOKEN", "REQUEST", "COGNITO_USER_POOLS"] },
  },
  rules: [
    ({ type = "TOKEN", authorizerUri }) =>
      (type === "TOKEN" || type === "REQUEST") && authorizerUri === undefined
        ? `authorizerUri is required when type is ${type}.`
        : undefined,
    ({ type, providerArns }) =>
      type === "COGNITO_USER_POOLS" && providerArns === undefined
        ? "providerArns is required when type is COGNITO_USER_POOLS."
        : undefined,
  ],
};
