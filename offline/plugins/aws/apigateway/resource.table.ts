import type { TypeTable } from "../../table.ts";
import { output, region, source, text } from "../fields.ts";
import { id } from "./fields.ts";

export const resourceTable: TypeTable = {
  token: "aws:apigateway/resource:Resource",
  source: source("apigateway", "resource"),
  properties: {
    parentId: { ...text, required: true },
    path: output,
    // https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html
    pathPart: { ...text, required: true, pattern: /^(\{[\w.:-]+\+?\}|[\w.~:%!$&'()*+,;=@-]+)$/ },
    region,
    restApi: id,
  },
};
