import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";

import type { TimerPayload } from "../runtime/trigger.ts";
import { timerExpression } from "../schedule.ts";
import { addTrigger } from "./target.ts";

/** A timer: FC calls the function itself, so no role is needed. The rest of the event is FC's. */
export function schedule(scope: AliyunScope, trigger: ResolvedTrigger<"schedule">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger");
  const payload: TimerPayload = {
    polyfn: "schedule",
    trigger: trigger.name,
    ...(spec.input !== undefined && { input: spec.input }),
  };
  addTrigger(scope, trigger, group, {
    type: "timer",
    config: { cronExpression: timerExpression(spec), enable: spec.enabled, payload: JSON.stringify(payload) },
  });
  return { nodes: group.nodes };
}
