import type { TypeTable } from "../../table.ts";
import { region, source, text, textMap } from "../fields.ts";
import { flagMap, httpMethod, id } from "./fields.ts";

export const methodResponseTable: TypeTable = {
  token: "aws:apigateway/methodResponse:MethodResponse",
  source: source("apigateway", "method_response"),
  properties: {
    httpMethod,
    region,
    resourceId: id,
    responseModels: textMap,
    responseParameters: flagMap,
    restApi: id,
    statusCode: { ...text, required: true, pattern: /^[1-5]\d\d$/ },
  },
};
