import type { TypeTable } from "../../table.ts";
import { flag, region, source, stringMap } from "../fields.ts";
import { apiId, description } from "./fields.ts";

export const deploymentTable: TypeTable = {
  token: "aws:apigatewayv2/deployment:Deployment",
  source: source("apigatewayv2", "deployment"),
  properties: {
    apiId,
    autoDeployed: { ...flag, output: true, computed: true },
    description,
    region,
    triggers: { ...stringMap, forceNew: true },
  },
};
