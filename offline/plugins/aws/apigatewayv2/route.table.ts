import type { TypeTable } from "../../table.ts";
import { flag, region, source, text, textMap, textSet } from "../fields.ts";
import { apiId } from "./fields.ts";

export const routeTable: TypeTable = {
  token: "aws:apigatewayv2/route:Route",
  source: source("apigatewayv2", "route"),
  properties: {
    apiId,
    apiKeyRequired: { ...flag, default: false },
    authorizationScopes: textSet,
    authorizationType: { ...text, default: "NONE", enum: ["NONE", "AWS_IAM", "CUSTOM", "JWT"] },
    authorizerId: text,
    modelSelectionExpression: text,
    operationName: { ...text, minLength: 1, maxLength: 64 },
    region,
    requestModels: textMap,
    requestParameters: {
      type: "list",
      unordered: true,
      items: {
        type: "object",
        properties: { requestParameterKey: { ...text, required: true }, required: { ...flag, required: true } },
      },
    },
    routeKey: { ...text, required: true },
    routeResponseSelectionExpression: text,
    target: { ...text, minLength: 1, maxLength: 128 },
  },
  rules: [
    ({ authorizationType, authorizerId }) =>
      (authorizationType === "JWT" || authorizationType === "CUSTOM") && authorizerId === undefined
        ? `authorizerId is required when authorizationType is ${authorizationType}.`
        : undefined,
  ],
};
