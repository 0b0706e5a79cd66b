import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";

import { invocationRole } from "../role.ts";
import { addTrigger, type Link } from "./target.ts";

/** FC subscribes the function to the topic. The shim filters, because MNS only filters by one tag per message. */
export function topic(scope: AliyunScope, trigger: ResolvedTrigger<"topic">): TriggerHandle {
  const { topic: source } = trigger.spec;
  const link: Link = `topic_${source}`;
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger", link);
  const role = invocationRole(scope, trigger, group, { service: "mns.aliyuncs.com", link });
  addTrigger(scope, trigger, group, {
    type: "mns_topic",
    // As JSON the message comes with its id, its time and its attributes.
    config: { notifyContentFormat: "JSON", notifyStrategy: "EXPONENTIAL_DECAY_RETRY" },
    source: scope.resource(source).id,
    role: role.arn,
    link,
    dependsOn: role.ready,
  });
  return { nodes: group.nodes };
}
