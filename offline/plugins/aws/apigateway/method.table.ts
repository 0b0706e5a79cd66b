import type { TypeTable } from "../../table.ts";
import { flag, region, source, string, stringMap, stringSet } from "../fields.ts";
import { flagMap, httpMethod, id } from "./fields.ts";

export const methodTable: TypeTable = {
  token: "aws:apigateway/method:Method",
  source: source("apigateway", "method"),
  properties: {
    apiKeyRequired: { ...flag, default: false },
    authorization: { ...string, required: true, enum: ["NONE", "CUSTOM", "AWS_IAM", "COGNITO_USER_POOLS"] },
    authorizationScopes: stringSet,
    authorizerId: string,
    httpMethod,
    operationName: string,
    region,
    requestModels: stringMap,
    requestParameters: flagMap,
    requestValidatorId: string,
    resourceId: id,
    restApi: id,
  },
};
