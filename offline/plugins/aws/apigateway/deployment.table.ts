import type { TypeTable } from "../../table.ts";
import { output, region, source, string, stringMap } from "../fields.ts";
import { id } from "./fields.ts";

export const deploymentTable: TypeTable = {
  token: "aws:apigateway/deployment:Deployment",
  source: source("apigateway", "deployment"),
  properties: {
    createdDate: output,
    description: string,
    region,
    restApi: id,
    triggers: { ...stringMap, forceNew: true },
    variables: { ...stringMap, forceNew: true },
  },
};
