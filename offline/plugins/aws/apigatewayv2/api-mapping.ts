import type { ApiMappingArgs, ApiMappingState } from "@pulumi/aws/apigatewayv2/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { apiMappingTable } from "./api-mapping.table.ts";
import { importParts } from "./shared.ts";

type Inputs = Plain<ApiMappingArgs>;
type State = Plain<ApiMappingState>;

const apiMappingType: ResourceType<AwsContext, Inputs, State> = {
  table: apiMappingTable,

  async create(aws, inputs) {
    const request = { DomainName: inputs.domainName, ...settings(inputs), ApiMappingKey: inputs.apiMappingKey };
    const { ApiMappingId = "" } = await (await aws.client("apigatewayv2")).createApiMapping(request);
    return ApiMappingId;
  },

  async read(aws, id, last) {
    const { domainName } = last;
    const gateway = await aws.client("apigatewayv2");
    const mapping = await gateway.getApiMapping({ DomainName: domainName, ApiMappingId: id });
    const { ApiId: apiId, ApiMappingKey, Stage: stage } = mapping;
    return { apiId, apiMappingKey: ApiMappingKey || null, domainName, stage };
  },

  async update(aws, id, inputs) {
    await (await aws.client("apigatewayv2")).updateApiMapping({
      DomainName: inputs.domainName,
      ApiMappingId: id,
      ...settings(inputs),
      ApiMappingKey: inputs.apiMappingKey ?? "",
    });
  },

  async delete(aws, id, last) {
    await (await aws.client("apigatewayv2")).deleteApiMapping({ DomainName: last.domainName, ApiMappingId: id });
  },

  async find(aws, inputs) {
    const { Items = [] } = await (await aws.client("apigatewayv2")).getApiMappings({ DomainName: inputs.domainName });
    return Items.find((mapping) => (mapping.ApiMappingKey ?? "") === (inputs.apiMappingKey ?? ""))?.ApiMappingId;
  },

  async import(_aws, importId) {
    const [id = "", domainName = ""] = importParts(importId, "<mapping id>/<domain name>");
    return { id, last: { domainName } };
  },
};

const settings = ({ apiId, stage }: Inputs) => ({ ApiId: apiId, Stage: stage });

export const apiMapping = erase(apiMappingType);
