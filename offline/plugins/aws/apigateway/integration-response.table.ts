import type { TypeTable } from "../../table.ts";
import { region, source, string, stringMap } from "../fields.ts";
import { contentHandling, httpMethod, id } from "./fields.ts";

export const integrationResponseTable: TypeTable = {
  token: "aws:apigateway/integrationResponse:IntegrationResponse",
  source: source("apigateway", "integration_response"),
  properties: {
    contentHandling,
    httpMethod,
    region,
    resourceId: id,
    responseParameters: stringMap,
    responseTemplates: stringMap,
    restApi: id,
    selectionPattern: string,
    statusCode: { ...string, required: true, pattern: /^[1-5]\d\d$/ },
  },
};
