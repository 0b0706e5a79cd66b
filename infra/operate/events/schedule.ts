import type { ScheduleEvent } from "../../../runtime/events.ts";
import { idOf, type Stamp, secondOf } from "./stamp.ts";

/** A run of a schedule. `time` is when it is due, in whole seconds. */
export interface ScheduleInput<Input = unknown> extends Stamp {
  /** Name of the trigger in the spec. Default: "schedule". */
  readonly trigger?: string;
  /** The trigger's `input`. Default: none. */
  readonly input?: Input;
}

export function schedule<Input = unknown>(input: ScheduleInput<Input> = {}): ScheduleEvent<Input> {
  const time = secondOf(input);
  return {
    specversion: "1.0",
    id: idOf(input),
    source: `schedule/${input.trigger ?? "schedule"}`,
    type: "polyfn.schedule.due",
    time,
    datacontenttype: "application/json",
    data: { scheduledTime: time, input: input.input as Input },
    raw: undefined,
  };
}
