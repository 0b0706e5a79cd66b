import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { OSS_EVENTS } from "../../../offline/aliyun/trigger-config/oss.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { invocationRole } from "../role.ts";
import { addTrigger } from "./target.ts";

/**
 * OSS's wildcard for creation also stands for each part of an upload, of which no object exists yet: so the ends of all
 * ways to create an object are named.
 */
export const EVENTS: Readonly<Record<"created" | "removed", readonly (typeof OSS_EVENTS)[number][]>> = {
  created: [
    "oss:ObjectCreated:AppendObject",
    "oss:ObjectCreated:CompleteMultipartUpload",
    "oss:ObjectCreated:CopyObject",
    "oss:ObjectCreated:PostObject",
    "oss:ObjectCreated:PutObject",
  ],
  removed: ["oss:ObjectRemoved:DeleteObject", "oss:ObjectRemoved:DeleteObjects"],
};

/** OSS takes on the trigger's role and calls the function. */
export function bucket(scope: AliyunScope, trigger: ResolvedTrigger<"bucket">): TriggerHandle {
  const { bucket: source, events, prefix, suffix } = trigger.spec;
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger");
  const role = invocationRole(scope, trigger, group, { service: "oss.aliyuncs.com" });
  addTrigger(scope, trigger, group, {
    type: "oss",
    config: {
      events: [...new Set(events)].sort().flatMap((event) => EVENTS[event]),
      filter: { key: { prefix, suffix } },
    },
    source: scope.resource(source).id,
    role: role.arn,
    dependsOn: role.ready,
  });
  return { nodes: group.nodes };
}
