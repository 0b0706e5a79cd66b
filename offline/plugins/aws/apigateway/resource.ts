import type { ResourceArgs, ResourceState } from "@pulumi/aws/apigateway/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { patch } from "./patch.ts";
import { resourceTable } from "./resource.table.ts";
import { importParts } from "./shared.ts";

type Inputs = Plain<ResourceArgs>;
type State = Plain<ResourceState>;

const resourceType: ResourceType<AwsContext, Inputs, State> = {
  table: resourceTable,

  async create(aws, inputs) {
    const { parentId, pathPart } = inputs;
    const request = { restApiId: String(inputs.restApi), parentId, pathPart };
    return (await (await aws.client("apigateway")).createResource(request)).id ?? "";
  },

  async read(aws, id, last) {
    const restApiId = String(last.restApi);
    const resource = await (await aws.client("apigateway")).getResource({ restApiId, resourceId: id });
    const { parentId, path, pathPart } = resource;
    return { parentId, path, pathPart, restApi: restApiId };
  },

  async update(aws, id, inputs, old) {
    const patchOperations = patch({ pathPart: "/pathPart", parentId: "/parentId" }, old, inputs);
    const request = { restApiId: String(inputs.restApi), resourceId: id, patchOperations };
    if (patchOperations.length > 0) await (await aws.client("apigateway")).updateResource(request);
  },

  async delete(aws, id, last) {
    await (await aws.client("apigateway")).deleteResource({ restApiId: String(last.restApi), resourceId: id });
  },

  async find(aws, inputs) {
    const gateway = await aws.client("apigateway");
    const { items = [] } = await gateway.getResources({ restApiId: String(inputs.restApi), limit: 500 });
    return items.find(({ parentId, pathPart }) => parentId === inputs.parentId && pathPart === inputs.pathPart)?.id;
  },

  async import(_aws, importId) {
    const [restApi = "", id = ""] = importParts(importId, "<API id>/<resource id>");
    return { id, last: { restApi } };
  },

  recomputed: (changed) => (changed.has("pathPart") || changed.has("parentId") ? ["path"] : []),
};

export const resource = erase(resourceType);
