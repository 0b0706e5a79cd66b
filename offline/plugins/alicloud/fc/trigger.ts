import type { V3TriggerArgs, V3TriggerState } from "@pulumi/alicloud/fc/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import { changedInputs } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { fromApi, toApi, without } from "../mapping.ts";
import { FC, fc } from "./fc.ts";
import { v3TriggerTable } from "./tables.ts";

type Inputs = Plain<V3TriggerArgs>;
type State = Plain<V3TriggerState>;

/** Seconds until a new trigger must have its ID: as long as the real provider waits. */
const CREATION = 300;
const own = without(v3TriggerTable, "functionName");

/** https://help.aliyun.com/zh/functioncompute/fc-3-0/developer-reference/api-fc-2023-03-30-createtrigger */
const triggerType: ResourceType<AlicloudContext, Inputs, State> = {
  table: v3TriggerTable,

  async create(cloud, inputs) {
    const path = ["functions", inputs.functionName, "triggers"];
    // Sent even when it is empty, as the provider does.
    const body = { triggerConfig: "", ...toApi(own, { ...inputs }, FC) };
    const { triggerName } = await fc(cloud, { action: "CreateTrigger", path, body });
    const id = `${inputs.functionName}:${String(triggerName)}`;
    await until(() => get(cloud, id), {
      right: ({ triggerId }) => Boolean(triggerId),
      seconds: CREATION,
      signal: cloud.signal,
    });
    return id;
  },

  async read(cloud, id) {
    const { functionName } = partsOf(id, ["functionName", "triggerName"]);
    return { ...fromApi<State>(own, await get(cloud, id), FC), functionName };
  },

  async update(cloud, id, inputs, old) {
    const body = toApi(own, changedInputs(v3TriggerTable, { ...old }, { ...inputs }), FC);
    await fc(cloud, { action: "UpdateTrigger", method: "PUT", path: pathOf(id), body });
  },

  async delete(cloud, id) {
    await fc(cloud, { action: "DeleteTrigger", method: "DELETE", path: pathOf(id) });
  },

  async find(_cloud, inputs) {
    return inputs.triggerName && `${inputs.functionName}:${inputs.triggerName}`;
  },

  recomputed: () => ["lastModifiedTime"],
};

function get(cloud: AlicloudContext, id: string) {
  return fc(cloud, { action: "GetTrigger", method: "GET", path: pathOf(id) });
}

function pathOf(id: string): string[] {
  const { functionName, triggerName } = partsOf(id, ["functionName", "triggerName"]);
  return ["functions", functionName, "triggers", triggerName];
}

export const v3Trigger = erase(triggerType);
