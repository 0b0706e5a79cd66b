import type { TypeTable } from "../../table.ts";
import { region, source, text } from "../fields.ts";
import { apiId } from "./fields.ts";

export const apiMappingTable: TypeTable = {
  token: "aws:apigatewayv2/apiMapping:ApiMapping",
  source: source("apigatewayv2", "api_mapping"),
  properties: {
    apiId,
    apiMappingKey: text,
    domainName: { ...text, required: true, forceNew: true },
    region,
    stage: { ...text, required: true },
  },
};
