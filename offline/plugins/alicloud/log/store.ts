import type { StoreArgs, StoreState } from "@pulumi/alicloud/log/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fromApi, type Spelling, toApi, without } from "../mapping.ts";
import { sls } from "./sls.ts";
import { storeTable } from "./tables.ts";

type Inputs = Plain<StoreArgs>;
type State = Plain<StoreState>;

/** The API's names, which follow two styles. */
const SLS: Spelling = {
  style: "camel",
  names: {
    cmkKeyId: "cmk_key_id",
    enableWebTracking: "enable_tracking",
    encryptConf: "encrypt_conf",
    encryptType: "encrypt_type",
    hotTtl: "hot_ttl",
    infrequentAccessTtl: "infrequentAccessTTL",
    maxSplitShardCount: "maxSplitShard",
    regionId: "region_id",
    retentionPeriod: "ttl",
    userCmkInfo: "user_cmk_info",
  },
};
/** Names of the store and its project, and properties with separate calls. */
const apart = ["project", "projectName", "name", "logstoreName", "meteringMode"];
const settings = without(storeTable, ...apart);
const readable = without(storeTable, ...apart, "shards");
/** Sent only when they are not zero: zero means unchanged. */
const OPTIONAL = ["infrequentAccessTTL", "hot_ttl", "maxSplitShard"];

/** https://help.aliyun.com/zh/sls/developer-reference/api-sls-2020-12-30-createlogstore */
const storeType: ResourceType<AlicloudContext, Inputs, State> = {
  table: storeTable,
  autoName: { property: "name", maxLength: 63, unless: "logstoreName" },

  async create(cloud, inputs) {
    const project = inputs.projectName ?? inputs.project ?? "";
    const logstoreName = inputs.logstoreName ?? inputs.name ?? "";
    await sls(cloud, { action: "CreateLogStore", path: "/logstores", body: bodyOf(logstoreName, inputs), project });
    return finish(`${project}:${logstoreName}`, () => meter(cloud, project, logstoreName, inputs.meteringMode));
  },

  async read(cloud, id) {
    const { project, store } = partsOf(id, ["project", "store"]);
    const get = (action: string, path: string) => sls(cloud, { action, method: "GET", path, project });
    const found = await get("GetLogStore", pathOf(store));
    const { meteringMode } = await get("GetLogStoreMeteringMode", `${pathOf(store)}/meteringmode`);
    const shards = await get("ListShards", `${pathOf(store)}/shards`);
    return {
      ...fromApi<State>(readable, found, SLS),
      logstoreName: store,
      name: store,
      project,
      projectName: project,
      ...(meteringMode !== undefined && { meteringMode: String(meteringMode) }),
      shards: (Array.isArray(shards) ? shards : []).map(shardOf),
    };
  },

  async update(cloud, id, inputs, old) {
    const { project, store } = partsOf(id, ["project", "store"]);
    const changed = changedKeys(storeTable, { ...old }, { ...inputs });
    if ([...changed].some((key) => key !== "meteringMode")) {
      const body = bodyOf(store, inputs);
      await sls(cloud, { action: "UpdateLogStore", method: "PUT", path: pathOf(store), body, project });
    }
    if (changed.has("meteringMode")) await meter(cloud, project, store, inputs.meteringMode);
  },

  async delete(cloud, id) {
    const { project, store } = partsOf(id, ["project", "store"]);
    await sls(cloud, { action: "DeleteLogStore", method: "DELETE", path: pathOf(store), project });
  },

  async find(_cloud, { projectName, project, logstoreName, name }) {
    return `${projectName ?? project}:${logstoreName ?? name}`;
  },
};

function pathOf(store: string): string {
  return `/logstores/${encodeURIComponent(store)}`;
}

function bodyOf(logstoreName: string, inputs: Inputs): Fields {
  const body: Fields = { logstoreName, ...toApi(settings, { ...inputs }, SLS) };
  for (const key of OPTIONAL) if (body[key] === 0) delete body[key];
  return body;
}

/** Sets the billing mode, which stays unchanged when the program does not set it. */
async function meter(
  cloud: AlicloudContext,
  project: string,
  store: string,
  meteringMode: string | undefined,
): Promise<void> {
  if (meteringMode === undefined) return;
  const path = `${pathOf(store)}/meteringmode`;
  await sls(cloud, { action: "UpdateLogStoreMeteringMode", method: "PUT", path, body: { meteringMode }, project });
}

function shardOf(shard: Fields) {
  return {
    id: Number(shard.shardID),
    status: String(shard.status),
    beginKey: String(shard.inclusiveBeginKey),
    endKey: String(shard.exclusiveEndKey),
  };
}

export const store = erase(storeType);
