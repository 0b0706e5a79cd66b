import type { InstanceArgs, InstanceState } from "@pulumi/alicloud/ots/index.js";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { alicloudErrors } from "../errors.ts";
import { tagChanges, tagList, tagState } from "../tags.ts";
import { instanceTable } from "./tables.ts";

type Inputs = Plain<InstanceArgs>;
type State = Plain<InstanceState>;

/** The table's names -> the API's. */
const TYPES: Readonly<Record<string, string>> = { HighPerformance: "SSD", Capacity: "HYBRID" };
const NETWORKS: Readonly<Record<string, string>> = { Any: "NORMAL", Vpc: "VPC", ConsoleOrVpc: "VPC_CONSOLE" };
/** Network access when the program sets none: open, as in the provider. */
const ANYWHERE = { NetworkTypeACL: ["VPC", "CLASSIC", "INTERNET"], NetworkSourceACL: ["TRUST_PROXY"] };

/** https://help.aliyun.com/zh/tablestore/developer-reference/api-tablestore-2020-12-09-createinstance */
const instanceType: ResourceType<AlicloudContext, Inputs, State> = {
  table: instanceTable,
  autoName: { property: "name", maxLength: 16 },

  async create(cloud, inputs) {
    const name = inputs.name ?? "";
    await call(cloud, "CreateInstance", {
      InstanceName: name,
      ClusterType: TYPES[inputs.instanceType ?? "HighPerformance"],
      InstanceDescription: inputs.description ?? "",
      ResourceGroupId: inputs.resourceGroupId ?? "",
      ...access(inputs),
      ...(inputs.tags && { Tags: tagList(inputs.tags) }),
    });
    const running = ({ InstanceStatus }: Fields) => InstanceStatus === "normal" || InstanceStatus === undefined;
    await until(() => get(cloud, name), { right: running, seconds: 180, signal: cloud.signal });
    return name;
  },

  async read(cloud, id) {
    const found = await get(cloud, id);
    if (found.InstanceName !== id) return undefined;
    return {
      accessedBy: wordOf(NETWORKS, found.Network) ?? "Any",
      description: found.InstanceDescription ? String(found.InstanceDescription) : null,
      instanceType: wordOf(TYPES, found.InstanceSpecification) ?? "HighPerformance",
      name: id,
      networkSourceAcls: (found.NetworkSourceACL ?? []) as string[],
      networkTypeAcls: (found.NetworkTypeACL ?? []) as string[],
      resourceGroupId: found.ResourceGroupId ? String(found.ResourceGroupId) : null,
      tags: tagState(found.Tags),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(instanceTable, { ...old }, { ...inputs });
    if (changed.has("resourceGroupId")) {
      await call(cloud, "ChangeResourceGroup", { ResourceId: id, NewResourceGroupId: inputs.resourceGroupId });
    }
    if (["accessedBy", "networkSourceAcls", "networkTypeAcls"].some((key) => changed.has(key))) {
      await call(cloud, "UpdateInstance", { InstanceName: id, ...access(inputs) });
    }
    if (changed.has("tags")) await retag(cloud, id, old.tags, inputs.tags);
  },

  async delete(cloud, id) {
    await call(cloud, "DeleteInstance", { InstanceName: id });
    const gone = (found: Fields | undefined) => found === undefined || found.InstanceName !== id;
    await until(() => getOrNone(cloud, id), { right: gone, seconds: 180, signal: cloud.signal });
  },

  async find(_cloud, inputs) {
    return inputs.name;
  },
};

async function call(cloud: AlicloudContext, action: string, body: Fields): Promise<Fields> {
  const api = await cloud.api("ots");
  const path = `/v2/openapi/${action.toLowerCase()}`;
  return api.call({ action, path, body: { RegionId: cloud.region, ...body } });
}

async function get(cloud: AlicloudContext, name: string): Promise<Fields> {
  const api = await cloud.api("ots");
  const query = { RegionId: cloud.region, InstanceName: name };
  return api.call({ action: "GetInstance", method: "GET", path: "/v2/openapi/getinstance", query });
}

async function getOrNone(cloud: AlicloudContext, name: string): Promise<Fields | undefined> {
  try {
    return await get(cloud, name);
  } catch (error) {
    if (alicloudErrors.isGone(error)) return undefined;
    throw error;
  }
}

/** Network access from the newer lists, or from the older property for both. */
function access({ accessedBy, networkSourceAcls, networkTypeAcls }: Inputs): Fields {
  const lists = networkSourceAcls !== undefined || networkTypeAcls !== undefined;
  return {
    ...(accessedBy !== undefined && { Network: NETWORKS[accessedBy] }),
    ...(lists || accessedBy === undefined ? ANYWHERE : {}),
    ...(networkSourceAcls && { NetworkSourceACL: networkSourceAcls }),
    ...(networkTypeAcls && { NetworkTypeACL: networkTypeAcls }),
  };
}

async function retag(cloud: AlicloudContext, id: string, from: State["tags"], to: Inputs["tags"]): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  const about = { ResourceType: "INSTANCE", ResourceIds: [id] };
  if (remove.length > 0) await call(cloud, "UntagResources", { ...about, TagKeys: remove });
  if (Object.keys(set).length > 0) await call(cloud, "TagResources", { ...about, Tags: tagList(set) });
}

function wordOf(words: Readonly<Record<string, string>>, value: unknown): string | undefined {
  return Object.entries(words).find(([, code]) => code === value)?.[0];
}

export const instance = erase(instanceType);
