import { type Cron, cronOf } from "../../model/cron.ts";
import type { Trigger } from "../../model/triggers/index.ts";
import { parseDuration } from "../../model/units.ts";
import { type CronRange, cronFieldText, isEvery, WEEKDAYS } from "../shared/cron-fields.ts";

type ScheduleSpec = Pick<Trigger<"schedule">, "cron" | "rate" | "timezone">;

const MINUTE: CronRange = { min: 0, max: 59, steps: true };
const HOUR: CronRange = { min: 0, max: 23, steps: true };
const DAY: CronRange = { min: 1, max: 31, steps: true };
const MONTH: CronRange = { min: 1, max: 12, steps: false };
/** FC's own pages disagree on which day is 1, so days are written as names. */
const WEEKDAY: CronRange = { min: 0, max: 6, name: (value) => WEEKDAYS[value] ?? "", steps: false };

/**
 * A schedule in the words of an FC timer: `@every 1h30m`, or six fields from seconds to days of the week, in UTC unless
 * a time zone stands before them. https://www.alibabacloud.com/help/en/functioncompute/fc/time-triggers
 */
export function timerExpression({ cron, rate, timezone }: ScheduleSpec): string {
  if (cron === undefined) return rateExpression(rate ?? "");
  const fields = cronExpression(cronOf(cron));
  return timezone === "UTC" ? fields : `CRON_TZ=${timezone} ${fields}`;
}

/** "90m" is `@every 1h30m`, "2d" is `@every 48h`: days are no unit of FC's. */
function rateExpression(rate: string): string {
  const minutes = (parseDuration(rate) ?? 0) / 60;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `@every ${hours > 0 ? `${hours}h` : ""}${rest > 0 ? `${rest}m` : ""}`;
}

/** Why a cron expression can't be said in FC's grammar; `undefined` when it can. */
export function cronRefusal(cron: Cron): string | undefined {
  if (isEvery(cron.dayOfMonth, DAY) || isEvery(cron.dayOfWeek, WEEKDAY)) return undefined;
  return "gives both a day of the month and a day of the week, which together mean either of them; one FC timer can't say that, and two would fire twice on a day that is both";
}

/** `second minute hour day-of-month month day-of-week`. An expression that `cronRefusal` names must not come here. */
function cronExpression(cron: Cron): string {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = cron;
  // Two day fields that are not `*` mean either of them: if one allows every day, the schedule runs every day.
  const restricted = !dayOfMonth.any && !dayOfWeek.any;
  const everyDay = restricted && (isEvery(dayOfMonth, DAY) || isEvery(dayOfWeek, WEEKDAY));
  const byWeekday = !everyDay && !isEvery(dayOfWeek, WEEKDAY);
  return [
    "0",
    cronFieldText(minute.values, MINUTE),
    cronFieldText(hour.values, HOUR),
    byWeekday ? "?" : everyDay ? "*" : cronFieldText(dayOfMonth.values, DAY),
    cronFieldText(month.values, MONTH),
    byWeekday ? cronFieldText(dayOfWeek.values, WEEKDAY) : "*",
  ].join(" ");
}
