import type { TypeTable } from "../../table.ts";
import { region, source, text, textMap } from "../fields.ts";
import { contentHandling, httpMethod, id } from "./fields.ts";

export const integrationResponseTable: TypeTable = {
  token: "aws:apigateway/integrationResponse:IntegrationResponse",
  source: source("apigateway", "integration_response"),
  properties: {
    contentHandling,
    httpMethod,
    region,
    resourceId: id,
    responseParameters: textMap,
    responseTemplates: textMap,
    restApi: id,
    selectionPattern: text,
    statusCode: { ...text, required: true, pattern: /^[1-5]\d\d$/ },
  },
};
