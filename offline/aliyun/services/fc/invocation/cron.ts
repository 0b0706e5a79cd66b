import { Cron } from "croner";
import { invalid } from "../errors.ts";

const EVERY = /^@every (?:(\d+)h)?(?:(\d+)m)?$/;
const ZONED = /^CRON_TZ=(\S+) +(.*)$/;

/** When a timer is due: milliseconds since 1970, later than `after`; undefined for never again. */
export type Schedule = (after: number) => number | undefined;

/**
 * FC's grammar: `@every 1h30m`, or six fields from seconds to days of the week, UTC unless `CRON_TZ=<zone> ` is before
 * them. https://www.alibabacloud.com/help/en/functioncompute/user-guide/time-triggers
 * @param start since when the timer is: repetitions are counted from there.
 * @throws ApiError InvalidArgument
 */
export function parseSchedule(expression: string, start: number): Schedule {
  const every = EVERY.exec(expression);
  if (every) return repeat(expression, Number(every[1] ?? 0) * 60 + Number(every[2] ?? 0), start);
  const [, timezone = "UTC", fields = expression] = ZONED.exec(expression) ?? [];
  const parts = fields.trim().split(/ +/);
  if (parts.length !== 6) throw wrong(expression, "it has six fields, from seconds to days of the week");
  if (!/^\d+$/.test(parts[0] ?? "")) throw wrong(expression, "the seconds are one number");
  if (/[LW#]/.test(fields.replace(/[A-Z]{3}/gi, ""))) throw wrong(expression, "L, W and # are not known");
  return cron(expression, parts.map((part) => (part === "?" ? "*" : part)).join(" "), timezone);
}

function repeat(expression: string, minutes: number, start: number): Schedule {
  if (minutes === 0) throw wrong(expression, "it repeats after at least a minute");
  const interval = minutes * 60_000;
  return (after) => start + (Math.floor((after - start) / interval) + 1) * interval;
}

function cron(expression: string, pattern: string, timezone: string): Schedule {
  try {
    // Sloppy ranges: `0/15` is every fifteen from 0 on.
    const job = new Cron(pattern, { paused: true, timezone, mode: "6-part", sloppyRanges: true });
    job.nextRun(new Date());
    return (after) => job.nextRun(new Date(after))?.getTime();
  } catch (error) {
    throw wrong(expression, error instanceof Error ? error.message : String(error));
  }
}

const wrong = (expression: string, why: string) => invalid(`cronExpression '${expression}': ${why}`);
