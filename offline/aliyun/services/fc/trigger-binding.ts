import type { SourceTriggerType, TriggerBinding } from "../../core/ports.ts";
import type { Compute } from "./compute.ts";
import { configOf } from "./schemas/parse.ts";
import type { FunctionRecord, TriggerRecord } from "./state.ts";

/** Lets the trigger's events come. */
export function attach(fc: Compute, fn: FunctionRecord, trigger: TriggerRecord): void {
  const { triggerType } = trigger;
  if (triggerType === "timer") fc.timers.set(fn, trigger);
  else if (triggerType !== "http") fc.world.sources[triggerType].attach(bindingOf(fn, trigger, triggerType));
}

export function detach(fc: Compute, fn: FunctionRecord, trigger: TriggerRecord): void {
  const { triggerType } = trigger;
  if (triggerType === "timer") fc.timers.unset(trigger);
  else if (triggerType !== "http") fc.world.sources[triggerType].detach(bindingOf(fn, trigger, triggerType));
}

/** A trigger as the service sees it whose events it waits for. */
export function bindingOf(fn: FunctionRecord, trigger: TriggerRecord, type: SourceTriggerType): TriggerBinding {
  const { triggerId, qualifier, triggerName, sourceArn, invocationRole, triggerConfig } = trigger;
  return {
    id: triggerId,
    region: fn.region,
    functionName: fn.name,
    qualifier,
    triggerName,
    ...(sourceArn && { sourceArn }),
    ...(invocationRole && { invocationRole }),
    config: configOf(type, triggerConfig) as Record<string, unknown>,
  };
}
