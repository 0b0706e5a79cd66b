import type { RuleArgs, RuleState } from "@pulumi/alicloud/eventbridge/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { until } from "../../server/retry.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { alicloudErrors } from "../errors.ts";
import { partsOf } from "../ids.ts";
import { list, part, rpc } from "../rpc.ts";
import { ruleTable } from "./tables.ts";

type Inputs = Plain<RuleArgs>;
type State = Plain<RuleState>;
type Target = Inputs["targets"][number];

/** https://help.aliyun.com/zh/eventbridge/developer-reference/api-eventbridge-2020-04-01-createrule */
const ruleType: ResourceType<AlicloudContext, Inputs, State> = {
  table: ruleTable,

  async create(cloud, inputs) {
    const id = `${inputs.eventBusName}:${inputs.ruleName}`;
    await rpc(cloud, "eventbridge", "CreateRule", {
      ...names(id),
      FilterPattern: inputs.filterPattern,
      Description: inputs.description,
      EventTargets: inputs.targets.map(targetToApi),
    });
    return finish(id, () => setStatus(cloud, id, inputs.status));
  },

  async read(cloud, id) {
    const found = await get(cloud, id);
    return {
      description: found.Description ? String(found.Description) : null,
      eventBusName: String(found.EventBusName),
      filterPattern: String(found.FilterPattern),
      ruleName: String(found.RuleName),
      status: String(found.Status),
      targets: list(found, "Targets").map(targetFromApi),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(ruleTable, { ...old }, { ...inputs });
    if (changed.has("filterPattern") || changed.has("description")) {
      const { filterPattern: FilterPattern, description: Description } = inputs;
      await rpc(cloud, "eventbridge", "UpdateRule", { ...names(id), FilterPattern, Description });
    }
    if (changed.has("targets")) {
      await rpc(cloud, "eventbridge", "PutTargets", { ...names(id), Targets: inputs.targets.map(targetToApi) });
    }
    if (changed.has("status")) await setStatus(cloud, id, inputs.status);
  },

  async delete(cloud, id) {
    await rpc(cloud, "eventbridge", "DeleteRule", names(id));
    const { signal } = cloud;
    await until(() => exists(cloud, id), { right: (there) => !there, seconds: 300, signal });
  },

  async find(_cloud, inputs) {
    return `${inputs.eventBusName}:${inputs.ruleName}`;
  },
};

function names(id: string) {
  const { eventBusName, ruleName } = partsOf(id, ["eventBusName", "ruleName"]);
  return { EventBusName: eventBusName, RuleName: ruleName };
}

async function get(cloud: AlicloudContext, id: string): Promise<Fields> {
  return part(await rpc(cloud, "eventbridge", "GetRule", names(id)), "Data");
}

async function exists(cloud: AlicloudContext, id: string): Promise<boolean> {
  try {
    await get(cloud, id);
    return true;
  } catch (error) {
    if (alicloudErrors.isGone(error)) return false;
    throw error;
  }
}

/** A new rule is enabled. Its status is set only when it must be different. */
async function setStatus(cloud: AlicloudContext, id: string, wanted: string | undefined): Promise<void> {
  if (wanted === undefined || (await get(cloud, id)).Status === wanted) return;
  await rpc(cloud, "eventbridge", wanted === "ENABLE" ? "EnableRule" : "DisableRule", names(id));
  const right = ({ Status }: Fields) => Status === wanted;
  await until(() => get(cloud, id), { right, seconds: 300, signal: cloud.signal });
}

function targetToApi({ targetId, type, endpoint, pushRetryStrategy, deadLetterQueue, paramLists }: Target): Fields {
  return {
    Id: targetId,
    Type: type,
    Endpoint: endpoint,
    ...(pushRetryStrategy && { PushRetryStrategy: pushRetryStrategy }),
    DeadLetterQueue: deadLetterQueue?.arn ? { Arn: deadLetterQueue.arn } : {},
    ParamList: paramLists.map(({ resourceKey, form, template, value }) => ({
      ResourceKey: resourceKey,
      Form: form,
      ...(form === "TEMPLATE" && { Template: template ?? "" }),
      // The form for the unchanged event has no value.
      ...(form !== "ORIGINAL" && { Value: value ?? "" }),
    })),
  };
}

function targetFromApi(target: Fields): Target {
  const { Arn } = part(target, "DeadLetterQueue");
  return {
    targetId: String(target.Id),
    type: String(target.Type),
    endpoint: String(target.Endpoint),
    ...(target.PushRetryStrategy !== undefined && { pushRetryStrategy: String(target.PushRetryStrategy) }),
    ...(Arn !== undefined && Arn !== "" && { deadLetterQueue: { arn: String(Arn) } }),
    paramLists: list(target, "ParamList").filter(isOwn).map(parameterFromApi),
  };
}

/** The service adds this parameter by itself. */
function isOwn({ ResourceKey, Value }: Fields): boolean {
  return !(ResourceKey === "IsBase64Encode" && String(Value) === "false");
}

function parameterFromApi({ ResourceKey, Form, Template, Value }: Fields): Target["paramLists"][number] {
  return {
    resourceKey: String(ResourceKey),
    form: String(Form),
    ...(Template !== undefined && Template !== "" && { template: String(Template) }),
    ...(Value !== undefined && Value !== "" && { value: String(Value) }),
  };
}

export const rule = erase(ruleType);
