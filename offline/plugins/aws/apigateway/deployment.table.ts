import type { TypeTable } from "../../table.ts";
import { output, region, source, text, textMap } from "../fields.ts";
import { id } from "./fields.ts";

export const deploymentTable: TypeTable = {
  token: "aws:apigateway/deployment:Deployment",
  source: source("apigateway", "deployment"),
  properties: {
    createdDate: output,
    description: text,
    region,
    restApi: id,
    triggers: { ...textMap, forceNew: true },
    variables: { ...textMap, forceNew: true },
  },
};
