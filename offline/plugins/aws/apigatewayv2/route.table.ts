import type { TypeTable } from "../../table.ts";
import { flag, region, source, string, stringMap, stringSet } from "../fields.ts";
import { apiId } from "./fields.ts";

export const routeTable: TypeTable = {
  token: "aws:apigatewayv2/route:Route",
  source: source("apigatewayv2", "route"),
  properties: {
    apiId,
    apiKeyRequired: { ...flag, default: false },
    authorizationScopes: stringSet,
    authorizationType: { ...string, default: "NONE", enum: ["NONE", "AWS_IAM", "CUSTOM", "JWT"] },
    authorizerId: string,
    modelSelectionExpression: string,
    operationName: { ...string, minLength: 1, maxLength: 64 },
    region,
    requestModels: stringMap,
    requestParameters: {
      type: "list",
      unordered: true,
      items: {
        type: "object",
        properties: { requestParameterKey: { ...string, required: true }, required: { ...flag, required: true } },
      },
    },
    routeKey: { ...string, required: true },
    routeResponseSelectionExpression: string,
    target: { ...string, minLength: 1, maxLength: 128 },
  },
  rules: [
    ({ authorizationType, authorizerId }) =>
      (authorizationType === "JWT" || authorizationType === "CUSTOM") && authorizerId === undefined
        ? `authorizerId is required when authorizationType is ${authorizationType}.`
        : undefined,
  ],
};
