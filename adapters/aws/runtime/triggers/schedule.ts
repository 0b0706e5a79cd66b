import type { ScheduleEvent } from "../../../../runtime/events.ts";
import type { Trigger } from "../trigger.ts";

/** What polyfn's schedules send (the scheduler's target input). */
interface Raw {
  readonly polyfn: "schedule";
  /** Name of the trigger. */
  readonly trigger: string;
  readonly scheduledTime: string;
  /** The same in every delivery of one run. */
  readonly id: string;
  readonly input?: unknown;
}

function toEvent(event: Raw): ScheduleEvent {
  return {
    specversion: "1.0",
    id: event.id,
    source: `schedule/${event.trigger}`,
    type: "polyfn.schedule.due",
    time: event.scheduledTime,
    datacontenttype: "application/json",
    data: { scheduledTime: event.scheduledTime, input: event.input },
    raw: event,
  };
}

/** EventBridge Scheduler, or a scheduled rule, with the input that polyfn gave it. */
export const schedule: Trigger<Raw, ScheduleEvent> = {
  accepts: (event): event is Raw => (event as Raw | null | undefined)?.polyfn === "schedule",
  async handle(event, method, ctx) {
    ctx.trigger = { kind: "schedule", name: event.trigger };
    await method(toEvent(event), ctx);
  },
};
