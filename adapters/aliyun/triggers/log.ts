import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Symbolic } from "../../graph/expression.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { type AliyunTypes, isType } from "../resource-types.ts";
import { watchedStore } from "../role.ts";
import { INTERVAL, MAX_RETRIES } from "./limits.ts";
import { logStoreTrigger } from "./logstore.ts";

/** Lines of a logstore. SLS triggers know no pattern: the shim keeps the lines that match. */
export function log(scope: AliyunScope, trigger: ResolvedTrigger<"log">): TriggerHandle {
  const { store, made } = storeOf(scope, trigger);
  return logStoreTrigger(scope, trigger, {
    store,
    made,
    kind: "log",
    interval: INTERVAL.min,
    retries: MAX_RETRIES,
    enabled: true,
    dependsOn: made === undefined ? [] : [made],
  });
}

/** ARN of the watched logstore, and the logstore itself where this deployment makes it. */
function storeOf(
  scope: AliyunScope,
  trigger: ResolvedTrigger<"log">,
): { store: Symbolic<string>; made?: NodeRef<OutputsOf<AliyunTypes, "alicloud:log/store:Store">> } {
  const { existing, function: name } = trigger.spec;
  if (existing !== undefined) return { store: watchedStore(scope, trigger) };
  const own = name === undefined ? undefined : scope.function(name).nodes.logs;
  if (!isType(own, "alicloud:log/store:Store"))
    throw new InternalError(`log trigger "${trigger.name}" has no logstore`);
  return { store: arnOf.logStore(scope.context.place, ref(own, "projectName"), ref(own, "logstoreName")), made: own };
}
