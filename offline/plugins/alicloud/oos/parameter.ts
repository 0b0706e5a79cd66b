import type { ParameterArgs, ParameterState } from "@pulumi/alicloud/oos/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, type Spelling, toApi, without } from "../mapping.ts";
import { part, rpc } from "../rpc.ts";
import { tagState } from "../tags.ts";
import { parameterTable } from "./tables.ts";

type Inputs = Plain<ParameterArgs>;
type State = Plain<ParameterState>;

const OOS: Spelling = { style: "pascal", names: { parameterName: "Name" } };
const readable = without(parameterTable, "tags");

/** https://help.aliyun.com/zh/oos/developer-reference/api-oos-2019-06-01-createparameter */
const parameterType: ResourceType<AlicloudContext, Inputs, State> = {
  table: parameterTable,

  async create(cloud, inputs) {
    await rpc(cloud, "oos", "CreateParameter", toApi(parameterTable.properties, { ...inputs }, OOS));
    return inputs.parameterName;
  },

  async read(cloud, id) {
    const found = part(await rpc(cloud, "oos", "GetParameter", { Name: id }), "Parameter");
    return { ...fromApi<State>(readable, found, OOS), parameterName: id, tags: tagState(found.Tags) };
  },

  async update(cloud, id, { value, description, resourceGroupId, tags }) {
    const body = { Name: id, Value: value, Description: description, ResourceGroupId: resourceGroupId, Tags: tags };
    await rpc(cloud, "oos", "UpdateParameter", body);
  },

  async delete(cloud, id) {
    await rpc(cloud, "oos", "DeleteParameter", { Name: id });
  },

  async find(_cloud, { parameterName }) {
    return parameterName;
  },
};

export const parameter = erase(parameterType);
