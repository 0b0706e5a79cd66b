import type { EventSource, SourceTriggerType, TriggerBinding } from "../../core/ports.ts";
import type { Compute } from "./compute.ts";
import { configOf } from "./schemas/parse.ts";
import type { FunctionRecord, TriggerRecord } from "./state.ts";

/** Lets the trigger's events come. */
export function attach(fc: Compute, fn: FunctionRecord, trigger: TriggerRecord): void {
  const { triggerType } = trigger;
  if (triggerType === "timer") fc.timers.set(fn, trigger);
  else if (triggerType !== "http") tellSource(fc, fn, trigger, triggerType, "attach");
}

export function detach(fc: Compute, fn: FunctionRecord, trigger: TriggerRecord): void {
  const { triggerType } = trigger;
  if (triggerType === "timer") fc.timers.unset(trigger);
  else if (triggerType !== "http") tellSource(fc, fn, trigger, triggerType, "detach");
}

/** Calls a method of the service whose events the trigger waits for. Throws ApiError for what its `check` refuses. */
export function tellSource<T extends SourceTriggerType>(
  fc: Compute,
  fn: FunctionRecord,
  trigger: TriggerRecord,
  type: T,
  method: keyof EventSource<T>,
): void {
  const source: EventSource<T> = fc.world.sources[type];
  source[method](bindingOf(fn, trigger, type));
}

function bindingOf<T extends SourceTriggerType>(
  fn: FunctionRecord,
  trigger: TriggerRecord,
  type: T,
): TriggerBinding<T> {
  const { triggerId, qualifier, triggerName, sourceArn, invocationRole, triggerConfig } = trigger;
  return {
    id: triggerId,
    region: fn.region,
    functionName: fn.name,
    qualifier,
    triggerName,
    ...(sourceArn && { sourceArn }),
    ...(invocationRole && { invocationRole }),
    config: configOf(type, triggerConfig),
  };
}
