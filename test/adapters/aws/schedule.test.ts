import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronExpression, cronRefusal, ruleExpression, schedulerExpression } from "../../../adapters/aws/schedule.ts";
import { cronOf } from "../../../model/cron.ts";
import { crons, DAYS, takes } from "../crons.ts";

describe("cron", () => {
  it.each([
    ["* * * * *", "cron(* * * * ? *)"],
    ["0 4 * * MON-FRI", "cron(0 4 ? * MON-FRI *)"],
    ["30 2 * * 0", "cron(30 2 ? * SUN *)"],
    ["30 2 * * 7", "cron(30 2 ? * SUN *)"],
    ["0 0 * * 5-7", "cron(0 0 ? * SUN,FRI-SAT *)"],
    ["0 0 * * SAT,SUN", "cron(0 0 ? * SUN,SAT *)"],
    ["0 0 1 * *", "cron(0 0 1 * ? *)"],
    ["0 0 1,15 * *", "cron(0 0 1,15 * ? *)"],
    ["*/15 * * * *", "cron(0/15 * * * ? *)"],
    ["5-59/10 * * * *", "cron(5/10 * * * ? *)"],
    ["10-40/10 * * * *", "cron(10,20,30,40 * * * ? *)"],
    ["0 9-17 * * *", "cron(0 9-17 * * ? *)"],
    ["0 */6 * * *", "cron(0 0/6 * * ? *)"],
    ["0 0 1 JAN,JUL *", "cron(0 0 1 1,7 ? *)"],
    ["0 0 * */2 1", "cron(0 0 ? 1/2 MON *)"],
    ["0 0 * * */2", "cron(0 0 ? * SUN,TUE,THU,SAT *)"],
    ["0 0 1-31 * 1", "cron(0 0 * * ? *)"],
    ["0 0 13 * 0-6", "cron(0 0 * * ? *)"],
    ["@daily", "cron(0 0 * * ? *)"],
    ["@weekly", "cron(0 0 ? * SUN *)"],
  ])("translates %s to %s", (cron, expected) => {
    expect(cronExpression(cronOf(cron))).toBe(expected);
  });

  it.each(["0 0 1 * MON", "0 0 1-7 * 1", "0 0 */2 * SUN"])("refuses %s", (cron) => {
    expect(cronRefusal(cronOf(cron))).toContain("day of the month and a day of the week");
  });

  it.each(["0 0 1 * *", "0 0 * * 1", "* * * * *", "0 0 1-31 * 5"])("accepts %s", (cron) => {
    expect(cronRefusal(cronOf(cron))).toBeUndefined();
  });
});

describe("rate", () => {
  it.each([
    ["1m", "rate(1 minute)"],
    ["15m", "rate(15 minutes)"],
    ["60m", "rate(1 hour)"],
    ["90m", "rate(90 minutes)"],
    ["36h", "rate(36 hours)"],
    ["24h", "rate(1 day)"],
    ["7d", "rate(7 days)"],
  ])("translates %s to %s", (rate, expected) => {
    expect(ruleExpression({ rate })).toBe(expected);
  });

  it("has no time zone, while a cron expression has one", () => {
    expect(schedulerExpression({ rate: "1h", timezone: "Europe/Berlin" }).timezone).toBe("UTC");
    expect(schedulerExpression({ cron: "0 4 * * *", timezone: "Europe/Berlin" })).toEqual({
      expression: "cron(0 4 * * ? *)",
      timezone: "Europe/Berlin",
    });
  });
});

/** Reads one field of AWS's grammar as its documentation describes it: an independent reader, not the translator's inverse. */
function read(field: string, min: number, max: number): Set<number> {
  const values = new Set<number>();
  const number = (text: string): number => (DAYS.includes(text) ? DAYS.indexOf(text) : Number(text));
  for (const part of field.split(",")) {
    const [range = "", step] = part.split("/");
    const [first = "", last] = range.split("-");
    const from = range === "*" || range === "?" ? min : number(first);
    const to = range === "*" || range === "?" || step !== undefined ? max : number(last ?? first);
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

describe("translated expressions", () => {
  it("mean the same minutes as standard cron, or are refused", () => {
    fc.assert(
      fc.property(crons, (text) => {
        const cron = cronOf(text);
        if (cronRefusal(cron) !== undefined) return;
        const match = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) \*\)$/.exec(cronExpression(cron));
        const [, minute = "", hour = "", day = "", month = "", weekday = ""] = match ?? [];
        expect([...read(minute, 0, 59)].sort((a, b) => a - b)).toEqual(cron.minute.values);
        expect([...read(hour, 0, 23)].sort((a, b) => a - b)).toEqual(cron.hour.values);
        expect([...read(month, 1, 12)].sort((a, b) => a - b)).toEqual(cron.month.values);
        expect([day, weekday].filter((part) => part === "?")).toHaveLength(1);
        for (let date = 1; date <= 31; date++) {
          for (let at = 0; at < 7; at++) {
            const aws = day === "?" ? read(weekday, 0, 6).has(at) : read(day, 1, 31).has(date);
            expect(aws, `${text}: day ${date}, weekday ${at}`).toBe(takes(cron, date, at));
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
