import type { V3AliasArgs, V3AliasState } from "@pulumi/alicloud/fc/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedInputs } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fromApi, toApi, without } from "../mapping.ts";
import { FC, fc } from "./fc.ts";
import { v3AliasTable } from "./tables.ts";

type Inputs = Plain<V3AliasArgs>;
type State = Plain<V3AliasState>;

const own = without(v3AliasTable, "functionName");

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createalias */
const aliasType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3AliasTable,

  async create(cloud, inputs) {
    const path = ["functions", inputs.functionName, "aliases"];
    const { aliasName } = await fc(cloud, { action: "CreateAlias", path, body: toApi(own, { ...inputs }, FC) });
    return `${inputs.functionName}:${String(aliasName)}`;
  },

  async read(cloud, id) {
    const { functionName } = partsOf(id, ["functionName", "aliasName"]);
    const found = await fc(cloud, { action: "GetAlias", method: "GET", path: pathOf(id) });
    return { ...fromApi<State>(own, found, FC), functionName };
  },

  async update(cloud, id, inputs, old) {
    const body = toApi(own, changedInputs(v3AliasTable, { ...old }, { ...inputs }), FC);
    await fc(cloud, { action: "UpdateAlias", method: "PUT", path: pathOf(id), body });
  },

  async delete(cloud, id) {
    await fc(cloud, { action: "DeleteAlias", method: "DELETE", path: pathOf(id) });
  },

  async find(_cloud, inputs) {
    return inputs.aliasName && `${inputs.functionName}:${inputs.aliasName}`;
  },

  recomputed: () => ["lastModifiedTime"],
};

function pathOf(id: string): string[] {
  const { functionName, aliasName } = partsOf(id, ["functionName", "aliasName"]);
  return ["functions", functionName, "aliases", aliasName];
}

export const v3Alias = erase(aliasType);
