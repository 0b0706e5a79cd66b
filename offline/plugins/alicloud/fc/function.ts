import type { V3FunctionArgs, V3FunctionState } from "@pulumi/alicloud/fc/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedInputs } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, toApi, without } from "../mapping.ts";
import { tagChanges, tagList, tagState } from "../tags.ts";
import { FC, fc } from "./fc.ts";
import { v3FunctionTable } from "./function.table.ts";

type Inputs = Plain<V3FunctionArgs>;
type State = Plain<V3FunctionState>;

/** Properties of the create and update calls. Tags and the restriction have separate calls. */
const settings = without(v3FunctionTable, "tags", "invocationRestriction");
/** Properties of `GetFunction`. It never returns the code, and the provider does not read the layers. */
const readable = without(v3FunctionTable, "code", "layers", "tags");

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createfunction */
const functionType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3FunctionTable,

  async create(cloud, inputs) {
    const body = toApi(settings, { ...inputs }, FC);
    const { functionName, functionArn } = await fc(cloud, { action: "CreateFunction", path: ["functions"], body });
    const id = String(functionName);
    return finish(id, async () => {
      await retag(cloud, String(functionArn), {}, inputs.tags);
      if (inputs.invocationRestriction?.disable) await restrict(cloud, id, inputs);
    });
  },

  async read(cloud, id) {
    const found = await fc(cloud, { action: "GetFunction", method: "GET", path: ["functions", id] });
    return { ...fromApi<State>(readable, found, FC), functionName: id, tags: tagState(found.tags) };
  },

  async update(cloud, id, inputs, old) {
    const { tags, invocationRestriction, ...changed } = changedInputs(v3FunctionTable, { ...old }, { ...inputs });
    if (Object.keys(changed).length > 0) {
      const body = toApi(settings, { ...changed, handler: inputs.handler, runtime: inputs.runtime }, FC);
      await fc(cloud, { action: "UpdateFunction", method: "PUT", path: ["functions", id], body });
    }
    if (invocationRestriction !== undefined) await restrict(cloud, id, inputs);
    if (tags !== undefined) await retag(cloud, old.functionArn ?? "", old.tags, inputs.tags);
  },

  async delete(cloud, id) {
    await fc(cloud, { action: "DeleteFunction", method: "DELETE", path: ["functions", id] });
  },

  async find(_cloud, inputs) {
    return inputs.functionName;
  },

  recomputed(changed) {
    const status = ["lastUpdateStatus", "lastUpdateStatusReason", "lastUpdateStatusReasonCode"];
    return ["lastModifiedTime", ...status, ...(changed.has("code") ? ["codeSize"] : [])];
  },
};

/** Disables or enables invocations of the function. */
async function restrict(cloud: AlicloudContext, id: string, { invocationRestriction }: Inputs): Promise<void> {
  const { disable = false, reason } = invocationRestriction ?? {};
  await fc(cloud, {
    action: disable ? "DisableFunctionInvocation" : "EnableFunctionInvocation",
    path: ["functions", id, "invoke", disable ? "disable" : "enable"],
    body: disable && reason !== undefined ? { reason } : {},
  });
}

async function retag(
  cloud: AlicloudContext,
  arn: string,
  from: Record<string, string> | undefined,
  to: Record<string, string> | undefined,
): Promise<void> {
  const { set, remove } = tagChanges(from, to);
  const path = ["tags-v2"];
  if (remove.length > 0) {
    const query = { TagKey: remove, ResourceId: [arn], ResourceType: "function" };
    await fc(cloud, { action: "UntagResources", method: "DELETE", path, query });
  }
  if (Object.keys(set).length > 0) {
    const body = { ResourceId: [arn], ResourceType: "function", Tag: tagList(set) };
    await fc(cloud, { action: "TagResources", path, body });
  }
}

export const v3Function = erase(functionType);
