import { readText } from "../../../../runtime/core/body.ts";
import type { ScheduleEvent } from "../../../../runtime/events.ts";
import type { TimerPayload, Trigger } from "../trigger.ts";

/** What a timer sends (https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/time-triggers). */
interface Raw {
  /** `2023-12-26T07:49:00Z` */
  readonly triggerTime: string;
  /** FC's name of the timer. */
  readonly triggerName: string;
  readonly payload: string;
}

const isTimer = (event: unknown): event is Raw => {
  const { triggerTime, triggerName } = (event ?? {}) as Partial<Raw>;
  return typeof triggerTime === "string" && typeof triggerName === "string";
};

/** What polyfn put into the timer; a timer that somebody else made has any text. */
function payloadOf({ payload, triggerName: trigger }: Raw): Pick<TimerPayload, "trigger" | "input"> {
  const { data } = readText(payload ?? "");
  if ((data as TimerPayload | null)?.polyfn === "schedule") return data as TimerPayload;
  return { trigger, ...(data !== "" && { input: data }) };
}

function toEvent(raw: Raw): ScheduleEvent {
  const { trigger, input } = payloadOf(raw);
  const { triggerTime: time, triggerName } = raw;
  return {
    specversion: "1.0",
    // FC repeats a run with the same time.
    id: `${triggerName}@${time}`,
    source: `schedule/${trigger}`,
    type: "polyfn.schedule.due",
    time,
    datacontenttype: "application/json",
    data: { scheduledTime: time, input },
    raw,
  };
}

/** Timers. */
export const schedule: Trigger<Raw, ScheduleEvent> = {
  accepts: isTimer,
  async handle(event, method, ctx) {
    ctx.trigger = { kind: "schedule", name: payloadOf(event).trigger };
    await method(toEvent(event), ctx);
  },
};
