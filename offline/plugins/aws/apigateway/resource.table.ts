import type { TypeTable } from "../../table.ts";
import { output, region, source, string } from "../fields.ts";
import { id } from "./fields.ts";

export const resourceTable: TypeTable = {
  token: "aws:apigateway/resource:Resource",
  source: source("apigateway", "resource"),
  properties: {
    parentId: { ...string, required: true },
    path: output,
    // https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html
    pathPart: { ...string, required: true, pattern: /^(\{[\w.:-]+\+?\}|[\w.~:%!$&'()*+,;=@-]+)$/ },
    region,
    restApi: id,
  },
};
