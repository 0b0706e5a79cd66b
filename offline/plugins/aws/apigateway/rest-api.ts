import { Buffer } from "node:buffer";
import type { APIGateway, ApiKeySourceType, EndpointType, IpAddressType, PutMode } from "@aws-sdk/client-api-gateway";
import type { RestApiArgs, RestApiState } from "@pulumi/aws/apigateway/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { sameJson } from "../../server/same.ts";
import type { AwsContext } from "../clients.ts";
import { patch, patchSet } from "./patch.ts";
import { restApiTable } from "./rest-api.table.ts";
import { asFlag, invokeArn, manageArn, tag, tagsOf } from "./shared.ts";

type Inputs = Plain<RestApiArgs>;
type State = Plain<RestApiState>;

const restApiType: ResourceType<AwsContext, Inputs, State> = {
  table: restApiTable,
  autoName: { property: "name", maxLength: 255 },

  async create(aws, inputs) {
    const size = Number(inputs.minimumCompressionSize || -1);
    const { id = "" } = await (await aws.client("apigateway")).createRestApi({
      name: inputs.name,
      apiKeySource: inputs.apiKeySource as ApiKeySourceType | undefined,
      binaryMediaTypes: inputs.binaryMediaTypes,
      description: inputs.description,
      disableExecuteApiEndpoint: inputs.disableExecuteApiEndpoint,
      endpointConfiguration: inputs.endpointConfiguration && {
        types: [inputs.endpointConfiguration.types as EndpointType],
        ipAddressType: inputs.endpointConfiguration.ipAddressType as IpAddressType | undefined,
        vpcEndpointIds: inputs.endpointConfiguration.vpcEndpointIds,
      },
      minimumCompressionSize: size < 0 ? undefined : size,
      policy: inputs.policy,
      tags: aws.tags(inputs),
    });
    return finish(id, async () => {
      await importBody(aws, id, inputs);
      // Sent again for servers that store the values of the creation elsewhere.
      await tag(aws, manageArn(aws, `/restapis/${id}`), {}, aws.tags(inputs));
    });
  },

  async read(aws, id) {
    const gateway = await aws.client("apigateway");
    const api = await gateway.getRestApi({ restApiId: id });
    const { endpointConfiguration: endpoint } = api;
    return {
      apiKeySource: api.apiKeySource,
      arn: manageArn(aws, `/restapis/${id}`),
      // After a change, some servers return another type than a list.
      binaryMediaTypes: Array.isArray(api.binaryMediaTypes) ? api.binaryMediaTypes : undefined,
      createdDate: api.createdDate?.toISOString(),
      description: api.description || null,
      disableExecuteApiEndpoint: asFlag(api.disableExecuteApiEndpoint),
      endpointConfiguration: endpoint && {
        ipAddressType: endpoint.ipAddressType,
        types: endpoint.types?.[0] ?? "",
        vpcEndpointIds: endpoint.vpcEndpointIds?.length ? endpoint.vpcEndpointIds : undefined,
      },
      executionArn: await invokeArn(aws, id),
      minimumCompressionSize: api.minimumCompressionSize === undefined ? null : String(api.minimumCompressionSize),
      name: api.name,
      policy: api.policy ? unescaped(api.policy) : null,
      rootResourceId: api.rootResourceId ?? (await rootOf(gateway, id)),
      ...aws.tagState(await tagsOf(aws, manageArn(aws, `/restapis/${id}`), api.tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const gateway = await aws.client("apigateway");
    const patchOperations = operations(inputs, old);
    if (patchOperations.length > 0) await gateway.updateRestApi({ restApiId: id, patchOperations });
    const changed = JSON.stringify([inputs.body, inputs.parameters]) !== JSON.stringify([old.body, old.parameters]);
    if (changed) await importBody(aws, id, inputs);
    await tag(aws, manageArn(aws, `/restapis/${id}`), old.tagsAll, aws.tags(inputs));
  },

  async delete(aws, id) {
    await (await aws.client("apigateway")).deleteRestApi({ restApiId: id });
  },
};

const SIMPLE = {
  apiKeySource: "/apiKeySource",
  description: "/description",
  disableExecuteApiEndpoint: "/disableExecuteApiEndpoint",
  name: "/name",
};

/** Only given properties are changed: all others are computed and may come from the API's document. */
function operations(inputs: Inputs, old: Partial<State>) {
  const given = Object.fromEntries(Object.entries(SIMPLE).filter(([name]) => name in inputs));
  const { minimumCompressionSize: size, endpointConfiguration: endpoint, binaryMediaTypes } = inputs;
  const compression = size !== undefined && size !== (old.minimumCompressionSize ?? "-1");
  const policy = inputs.policy !== undefined && !sameJson(inputs.policy, old.policy ?? "");
  const endpoints = { types: "/endpointConfiguration/types/0", ipAddressType: "/endpointConfiguration/ipAddressType" };
  return [
    ...patch(given, old, inputs),
    ...reordered("/binaryMediaTypes", old.binaryMediaTypes ?? [], binaryMediaTypes),
    ...(compression
      ? [{ op: "replace" as const, path: "/minimumCompressionSize", value: size === "-1" ? undefined : size }]
      : []),
    ...(policy ? [{ op: "replace" as const, path: "/policy", value: inputs.policy }] : []),
    ...(endpoint
      ? patch(endpoints, old.endpointConfiguration ?? {}, { ...old.endpointConfiguration, ...endpoint })
      : []),
    ...(endpoint?.vpcEndpointIds
      ? patchSet(
          "/endpointConfiguration/vpcEndpointIds",
          old.endpointConfiguration?.vpcEndpointIds,
          endpoint.vpcEndpointIds,
        )
      : []),
  ];
}

/** An ordered list is removed and added again, as the real provider does. */
function reordered(path: string, old: readonly string[], wanted: readonly string[] | undefined) {
  if (!wanted || JSON.stringify(old) === JSON.stringify(wanted)) return [];
  return [...patchSet(path, old, [], "path"), ...patchSet(path, [], wanted, "path")];
}

/** An OpenAPI document replaces everything. Properties given next to it take precedence. */
async function importBody(aws: AwsContext, id: string, inputs: Inputs): Promise<void> {
  const gateway = await aws.client("apigateway");
  if (inputs.body === undefined) return;
  const imported = await gateway.putRestApi({
    restApiId: id,
    body: Buffer.from(inputs.body),
    mode: inputs.putRestApiMode as PutMode | undefined,
    failOnWarnings: inputs.failOnWarnings,
    parameters: inputs.parameters,
  });
  const now = {
    apiKeySource: imported.apiKeySource,
    binaryMediaTypes: imported.binaryMediaTypes,
    description: imported.description,
    disableExecuteApiEndpoint: imported.disableExecuteApiEndpoint,
    name: imported.name,
    policy: imported.policy && unescaped(imported.policy),
  };
  const patchOperations = operations(inputs, now);
  if (patchOperations.length > 0) await gateway.updateRestApi({ restApiId: id, patchOperations });
}

/** AWS returns a policy as the content of a JSON string. */
function unescaped(policy: string): string {
  try {
    return policy.startsWith("{\\") ? (JSON.parse(`"${policy}"`) as string) : policy;
  } catch {
    return policy;
  }
}

async function rootOf(gateway: APIGateway, restApiId: string): Promise<string | undefined> {
  const { items = [] } = await gateway.getResources({ restApiId, limit: 500 });
  return items.find((resource) => resource.path === "/")?.id;
}

export const restApi = erase(restApiType);
