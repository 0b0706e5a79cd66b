import type { TypeTable } from "../../table.ts";
import { flag, region, source, text, textMap, textSet } from "../fields.ts";
import { flagMap, httpMethod, id } from "./fields.ts";

export const methodTable: TypeTable = {
  token: "aws:apigateway/method:Method",
  source: source("apigateway", "method"),
  properties: {
    apiKeyRequired: { ...flag, default: false },
    authorization: { ...text, required: true, enum: ["NONE", "CUSTOM", "AWS_IAM", "COGNITO_USER_POOLS"] },
    authorizationScopes: textSet,
    authorizerId: text,
    httpMethod,
    operationName: text,
    region,
    requestModels: textMap,
    requestParameters: flagMap,
    requestValidatorId: text,
    resourceId: id,
    restApi: id,
  },
};
