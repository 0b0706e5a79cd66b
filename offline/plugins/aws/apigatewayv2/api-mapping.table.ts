import type { TypeTable } from "../../table.ts";
import { region, source, string } from "../fields.ts";
import { apiId } from "./fields.ts";

export const apiMappingTable: TypeTable = {
  token: "aws:apigatewayv2/apiMapping:ApiMapping",
  source: source("apigatewayv2", "api_mapping"),
  properties: {
    apiId,
    apiMappingKey: string,
    domainName: { ...string, required: true, forceNew: true },
    region,
    stage: { ...string, required: true },
  },
};
