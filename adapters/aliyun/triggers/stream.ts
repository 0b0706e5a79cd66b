import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AliyunScope } from "../context.ts";
import { isType } from "../resource-types.ts";
import { MAX_RETRIES } from "./limits.ts";
import { logStoreTrigger } from "./logstore.ts";

/** Zero would be taken for "not given"; no record is older than this. */
const OLDEST = 1;

export const startTime = (startAt: string): number | undefined =>
  startAt === "latest" ? undefined : startAt === "oldest" ? OLDEST : Math.floor(Date.parse(startAt) / 1000);

/** SLS has no words for the rest of the settings: the shim carries them out. */
export function stream(scope: AliyunScope, trigger: ResolvedTrigger<"stream">): TriggerHandle {
  const { stream: source, startAt, window, retries, enabled } = trigger.spec;
  const { id, nodes } = scope.resource(source);
  return logStoreTrigger(scope, trigger, {
    store: id,
    made: isType(nodes.stream, "alicloud:log/store:Store") ? nodes.stream : undefined,
    kind: "stream",
    startTime: startTime(startAt),
    interval: window,
    retries: retries ?? MAX_RETRIES,
    enabled,
    link: `stream_${source}`,
    dependsOn: Object.values(nodes),
  });
}
