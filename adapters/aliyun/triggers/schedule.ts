import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import type { AliyunScope } from "../facts.ts";
import type { TimerPayload } from "../runtime/trigger.ts";
import { timerExpression } from "../schedule.ts";
import { addTrigger } from "./target.ts";

/** A timer: FC calls the function itself, so no role is needed. The rest of the event is FC's. */
export function schedule(scope: AliyunScope, trigger: ResolvedTrigger<"schedule">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup(scope, trigger, "trigger");
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
