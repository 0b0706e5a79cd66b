import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronRefusal, timerExpression } from "../../../adapters/aliyun/schedule.ts";
import { cronOf } from "../../../model/cron.ts";
import { timer } from "../../../offline/aliyun/trigger-config/timer.ts";
import { crons, DAYS, takes } from "../crons.ts";

const utc = (cron: string): string => timerExpression({ cron, rate: undefined, timezone: "UTC" });

describe("cron", () => {
  it.each([
    ["* * * * *", "0 * * * * *"],
    ["0 4 * * MON-FRI", "0 0 4 ? * MON-FRI"],
    ["30 2 * * 0", "0 30 2 ? * SUN"],
    ["30 2 * * 7", "0 30 2 ? * SUN"],
    ["0 0 * * 5-7", "0 0 0 ? * SUN,FRI-SAT"],
    ["0 0 1 * *", "0 0 0 1 * *"],
    ["0 0 1,15 * *", "0 0 0 1,15 * *"],
    ["*/15 * * * *", "0 0/15 * * * *"],
    ["10-40/10 * * * *", "0 10,20,30,40 * * * *"],
    ["0 9-17 * * *", "0 0 9-17 * * *"],
    ["0 0 */2 * *", "0 0 0 1/2 * *"],
    ["0 0 1 JAN,JUL *", "0 0 0 1 1,7 *"],
    // Neither months nor days of the week have steps.
    ["0 0 * */2 1", "0 0 0 ? 1,3,5,7,9,11 MON"],
    ["0 0 * * */2", "0 0 0 ? * SUN,TUE,THU,SAT"],
    ["0 0 1-31 * 1", "0 0 0 * * *"],
    ["0 0 13 * 0-6", "0 0 0 * * *"],
    ["@daily", "0 0 0 * * *"],
    ["@weekly", "0 0 0 ? * SUN"],
  ])("translates %s to %s", (cron, expected) => {
    expect(utc(cron)).toBe(expected);
  });

  it("a time zone precedes the fields, except UTC", () => {
    const cron = "0 6 * * *";
    expect(timerExpression({ cron, rate: undefined, timezone: "Europe/Berlin" })).toBe(
      "CRON_TZ=Europe/Berlin 0 0 6 * * *",
    );
  });

  it.each(["0 0 1 * MON", "0 0 1-7 * 1", "0 0 */2 * SUN"])("refuses %s", (cron) => {
    expect(cronRefusal(cronOf(cron))).toContain("day of the month and a day of the week");
  });
});

describe("rate", () => {
  it.each([
    ["1m", "@every 1m"],
    ["15m", "@every 15m"],
    ["60m", "@every 1h"],
    ["90m", "@every 1h30m"],
    ["36h", "@every 36h"],
    ["7d", "@every 168h"],
  ])("translates %s to %s", (rate, expected) => {
    // A rate has no time zone.
    expect(timerExpression({ cron: undefined, rate, timezone: "Europe/Berlin" })).toBe(expected);
  });
});

/** Reads one field of FC's grammar as its documentation describes it: an independent reader, not the translator's inverse. */
function read(field: string, min: number, max: number, allowed: RegExp): number[] {
  expect(field).toMatch(allowed);
  const number = (text: string): number => (DAYS.includes(text) ? DAYS.indexOf(text) : Number(text));
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step] = part.split("/");
    const [first = "", last] = range.split("-");
    const every = range === "*" || range === "?";
    const to = every || step !== undefined ? max : number(last ?? first);
    for (let value = every ? min : number(first); value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

it("means the same minutes as standard cron, or is refused", () => {
  fc.assert(
    fc.property(crons, (text) => {
      const cron = cronOf(text);
      if (cronRefusal(cron) !== undefined) return;
      const expression = utc(text);
      expect(timer.safeParse({ cronExpression: expression }).success, expression).toBe(true);
      const [second, minute = "", hour = "", day = "", month = "", weekday = "", ...rest] = expression.split(" ");
      expect([second, rest]).toEqual(["0", []]);
      expect(read(minute, 0, 59, /^[\d,*/-]+$/)).toEqual(cron.minute.values);
      expect(read(hour, 0, 23, /^[\d,*/-]+$/)).toEqual(cron.hour.values);
      expect(read(month, 1, 12, /^[\d,*-]+$/)).toEqual(cron.month.values);
      const [dates, weekdays] = [read(day, 1, 31, /^[\d,*?/-]+$/), read(weekday, 0, 6, /^(\*|[A-Z,-]+)$/)];
      // Never both: whatever FC makes of two restrictions, it is not asked.
      expect(dates.length === 31 || weekdays.length === 7).toBe(true);
      for (let date = 1; date <= 31; date++) {
        for (let at = 0; at < 7; at++) {
          expect(dates.includes(date) && weekdays.includes(at), `${text}: ${date} ${at}`).toBe(takes(cron, date, at));
        }
      }
    }),
    { numRuns: 150 },
  );
});
