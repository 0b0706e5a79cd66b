import { readText } from "../../../../runtime/core/body.ts";
import type { ScheduleEvent } from "../../../../runtime/events.ts";
import { eventCodec } from "../../../../runtime/shim/event-codec.ts";
import { byName } from "../../../../runtime/shim/trigger-of.ts";
import type { TimerPayload, Triggers } from "../trigger.ts";

/** The event of a timer (https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/time-triggers). */
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

/** The payload that polyfn wrote. A timer that polyfn did not make may have any text. */
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
export const schedule = eventCodec<Raw, ScheduleEvent, Triggers["schedule"]>({
  matches: isTimer,
  triggerOf: byName((event) => payloadOf(event).trigger),
  decode: (event) => [toEvent(event)],
});
