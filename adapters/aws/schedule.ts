import { type Cron, type CronField, cronOf } from "../../model/cron.ts";
import type { Trigger } from "../../model/triggers/index.ts";
import { parseDuration } from "../../model/units.ts";

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

const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Range {
  readonly min: number;
  readonly max: number;
  readonly name?: (value: number) => string;
}
const MINUTE: Range = { min: 0, max: 59 };
const HOUR: Range = { min: 0, max: 23 };
const DAY: Range = { min: 1, max: 31 };
const MONTH: Range = { min: 1, max: 12 };
/** AWS counts days of the week from 1 = Sunday, standard cron from 0: names mean the same to both. */
const WEEKDAY: Range = { min: 0, max: 6, name: (value) => DAYS[value] ?? "" };

const isEvery = (field: CronField, range: Range): boolean => field.values.length === range.max - range.min + 1;

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
  // One field that takes every day makes the whole day rule "every day", whatever the other says.
  const restricted = !dayOfMonth.any && !dayOfWeek.any;
  const everyDay = restricted && (isEvery(dayOfMonth, DAY) || isEvery(dayOfWeek, WEEKDAY));
  const byWeekday = !everyDay && !isEvery(dayOfWeek, WEEKDAY);
  const days = byWeekday ? "?" : everyDay ? "*" : fieldText(dayOfMonth.values, DAY);
  const weekdays = byWeekday ? fieldText(dayOfWeek.values, WEEKDAY) : "?";
  const time = [fieldText(minute.values, MINUTE), fieldText(hour.values, HOUR)];
  return `cron(${[...time, days, fieldText(month.values, MONTH), weekdays, "*"].join(" ")})`;
}

/** The values of a field, as `*`, `from/step` where the steps go on to the end of the field, else runs and single values. */
function fieldText(values: readonly number[], range: Range): string {
  if (values.length === range.max - range.min + 1) return "*";
  const step = evenStep(values, range);
  if (step !== undefined && range.name === undefined) return `${values[0]}/${step}`;
  const name = range.name ?? String;
  return runs(values)
    .map(([from, to]) => (from === to ? name(from) : `${name(from)}-${name(to)}`))
    .join(",");
}

/** The step of at least three values that go on evenly to the end of the field. */
function evenStep(values: readonly number[], { max }: Range): number | undefined {
  const [first, second] = values;
  const last = values.at(-1);
  if (first === undefined || second === undefined || last === undefined || values.length < 3) return undefined;
  const step = second - first;
  const even = step > 1 && values.every((value, index) => value === first + index * step) && last + step > max;
  return even ? step : undefined;
}

/** Neighbouring values as pairs of first and last. */
function runs(values: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const value of values) {
    const run = found.at(-1);
    if (run && run[1] === value - 1) run[1] = value;
    else found.push([value, value]);
  }
  return found;
}
