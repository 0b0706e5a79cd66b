import type { V3FunctionVersionArgs, V3FunctionVersionState } from "@pulumi/alicloud/fc/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fromApi, only } from "../mapping.ts";
import { FC, fc } from "./fc.ts";
import { v3FunctionVersionTable } from "./tables.ts";

type Inputs = Plain<V3FunctionVersionArgs>;
type State = Plain<V3FunctionVersionState>;

const readable = only(v3FunctionVersionTable, "createTime", "description", "lastModifiedTime", "functionName");

/**
 * Never changes in place. As with the real provider, the state has the description that the function had at that
 * version.
 * https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-publishfunctionversion
 */
const functionVersionType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3FunctionVersionTable,

  async create(cloud, { functionName, description }) {
    const body = description ? { description } : {};
    const { versionId } = await fc(cloud, {
      action: "PublishFunctionVersion",
      path: ["functions", functionName, "versions"],
      body,
    });
    return `${functionName}:${String(versionId)}`;
  },

  async read(cloud, id) {
    const { functionName, versionId } = partsOf(id, ["functionName", "versionId"]);
    const query = { qualifier: versionId };
    const found = await fc(cloud, { action: "GetFunction", method: "GET", path: ["functions", functionName], query });
    return { ...fromApi<State>(readable, found, FC), versionId };
  },

  async delete(cloud, id) {
    const { functionName, versionId } = partsOf(id, ["functionName", "versionId"]);
    const path = ["functions", functionName, "versions", versionId];
    await fc(cloud, { action: "DeleteFunctionVersion", method: "DELETE", path });
  },
};

export const v3FunctionVersion = erase(functionVersionType);
