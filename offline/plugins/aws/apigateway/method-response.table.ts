import type { TypeTable } from "../../table.ts";
import { region, source, string, stringMap } from "../fields.ts";
import { flagMap, httpMethod, id } from "./fields.ts";

export const methodResponseTable: TypeTable = {
  token: "aws:apigateway/methodResponse:MethodResponse",
  source: source("apigateway", "method_response"),
  properties: {
    httpMethod,
    region,
    resourceId: id,
    responseModels: stringMap,
    responseParameters: flagMap,
    restApi: id,
    statusCode: { ...string, required: true, pattern: /^[1-5]\d\d$/ },
  },
};
