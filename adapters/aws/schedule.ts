import { type Cron, cronOf } from "../../model/cron.ts";
import type { Trigger } from "../../model/triggers/index.ts";
import { parseDuration } from "../../model/units.ts";
import { type CronRange, cronFieldText, isEvery, WEEKDAYS } from "../shared/cron-fields.ts";

/** A schedule in the words of EventBridge Scheduler. */
export interface SchedulerExpression {
  readonly expression: string;
  /** IANA name. A rate has none: it counts from its creation. */
  readonly timezone: string;
}

type ScheduleSpec = Pick<Trigger<"schedule">, "cron" | "rate" | "timezone">;

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export function schedulerExpression(spec: ScheduleSpec): SchedulerExpression {
  return { expression: ruleExpression(spec), timezone: spec.cron === undefined ? "UTC" : spec.timezone };
}

/** The same grammar, in which EventBridge rules read every time as UTC. */
export function ruleExpression({ cron, rate }: Pick<ScheduleSpec, "cron" | "rate">): string {
  return cron === undefined ? rateExpression(rate ?? "") : cronExpression(cronOf(cron));
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** "90m" is `rate(90 minutes)`, "1h" is `rate(1 hour)`. */
function rateExpression(rate: string): string {
  const seconds = parseDuration(rate) ?? 0;
  const [unit, size] = UNITS.find(([, length]) => seconds % length === 0) ?? UNITS[2];
  const count = seconds / size;
  return `rate(${count} ${count === 1 ? unit : `${unit}s`})`;
}

const MINUTE: CronRange = { min: 0, max: 59, steps: true };
const HOUR: CronRange = { min: 0, max: 23, steps: true };
const DAY: CronRange = { min: 1, max: 31, steps: true };
const MONTH: CronRange = { min: 1, max: 12, steps: true };
/** AWS counts days of the week from 1 = Sunday, standard cron from 0: names mean the same to both. */
const WEEKDAY: CronRange = { min: 0, max: 6, name: (value) => WEEKDAYS[value] ?? "", steps: false };

/** Why a cron expression can't be said in AWS's grammar; `undefined` when it can. */
export function cronRefusal(cron: Cron): string | undefined {
  if (isEvery(cron.dayOfMonth, DAY) || isEvery(cron.dayOfWeek, WEEKDAY)) return undefined;
  return "gives both a day of the month and a day of the week, which together mean either of them; AWS allows only one";
}

/**
 * `cron(minute hour day-of-month month day-of-week year)`. Exactly one of the two day fields must be `?`. An expression
 * that `cronRefusal` names must not come here.
 */
export function cronExpression(cron: Cron): string {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = cron;
  // Two day fields that are not `*` mean either of them: if one allows every day, the schedule runs every day.
  const restricted = !dayOfMonth.any && !dayOfWeek.any;
  const everyDay = restricted && (isEvery(dayOfMonth, DAY) || isEvery(dayOfWeek, WEEKDAY));
  const byWeekday = !everyDay && !isEvery(dayOfWeek, WEEKDAY);
  const days = byWeekday ? "?" : everyDay ? "*" : cronFieldText(dayOfMonth.values, DAY);
  const weekdays = byWeekday ? cronFieldText(dayOfWeek.values, WEEKDAY) : "?";
  const time = [cronFieldText(minute.values, MINUTE), cronFieldText(hour.values, HOUR)];
  return `cron(${[...time, days, cronFieldText(month.values, MONTH), weekdays, "*"].join(" ")})`;
}
