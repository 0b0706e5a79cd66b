import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cron, type CronField, cronOf, formatCron, parseCron } from "../../model/cron.ts";
import { InternalError } from "../../model/errors.ts";

const values = (text: string): Record<keyof Cron, readonly number[]> => {
  const cron = cronOf(text);
  return Object.fromEntries(
    Object.entries(cron).map(([key, field]: [string, CronField]) => [key, field.values]),
  ) as never;
};

const fault = (text: string): string => {
  const result = parseCron(text);
  if ("cron" in result) throw new Error(`"${text}" was accepted.`);
  return `${result.fault.message} ${result.fault.remedy}`;
};

describe("parseCron", () => {
  test.each([
    ["0 4 * * MON-FRI", { minute: [0], hour: [4], dayOfWeek: [1, 2, 3, 4, 5] }],
    ["*/15 0,12 1-3 jan,JUL *", { minute: [0, 15, 30, 45], hour: [0, 12], dayOfMonth: [1, 2, 3], month: [1, 7] }],
    ["5-20/5 * * * *", { minute: [5, 10, 15, 20] }],
    ["0 0 * * 7", { dayOfWeek: [0] }],
    ["0 0 * * 5-7", { dayOfWeek: [0, 5, 6] }],
    ["0 0 * * FRI-SUN", { dayOfWeek: [0, 5, 6] }],
    ["0 0 * * SUN-TUE", { dayOfWeek: [0, 1, 2] }],
    ["0 0 * * 0,7", { dayOfWeek: [0] }],
    ["0 0 * * */2", { dayOfWeek: [0, 2, 4, 6] }],
    ["  0   0 29 2 * ", { dayOfMonth: [29], month: [2] }],
    ["@daily", { minute: [0], hour: [0] }],
    ["@Weekly", { dayOfWeek: [0] }],
    ["@yearly", { dayOfMonth: [1], month: [1] }],
  ])("reads %s", (text, expected) => {
    expect(values(text)).toMatchObject(expected);
  });

  test('distinguishes "*" from a list of all values', () => {
    expect(cronOf("* * * * *").dayOfMonth).toMatchObject({ any: true, parts: [{ from: 1, to: 31, step: 1 }] });
    expect(cronOf("* * 1-31 * *").dayOfMonth.any).toBe(false);
    expect(cronOf("*/1 * * * *").minute.any).toBe(true);
    expect(cronOf("*/2 * * * *").minute.any).toBe(false);
  });
});

describe("parseCron of an invalid expression", () => {
  test.each([
    ["", "five"],
    ["* * * *", "4 fields"],
    ["0 0 4 * * *", "Remove the fields for seconds or years"],
    ["60 * * * *", '"60" in the minute "60" is not a value from 0 to 59.'],
    ["0 24 * * *", "0 to 23"],
    ["0 0 0 * *", "1 to 31"],
    ["0 0 * 13 *", "1 to 12 or JAN to DEC"],
    ["0 0 * * 8", "0 to 7 or SUN to SAT"],
    ["0 0 ? * MON", 'Write "*".'],
    ["0 0 L * *", '"L"'],
    ["0 0 15W * *", '"W"'],
    ["0 0 * * MON#2", '"#"'],
    ["0 0 * * FRI-MON", '"5-6,0-1"'],
    ["50-10 * * * *", '"50-59,0-10"'],
    ["5/15 * * * *", '"5-59/15"'],
    ["*/0 * * * *", '"0"'],
    ["*/60 * * * *", "1 to 59"],
    ["1,,2 * * * *", "not a list"],
    ["1-2-3 * * * *", "not a list"],
    ["1/2/3 * * * *", "not a list"],
    ["-5 * * * *", "not a value"],
    ["1.5 * * * *", "not a value"],
    ["FOO * * * *", "not a value"],
    ["0 0 30 2 *", "never happens"],
    ["0 0 31 4,6 *", "never happens"],
    ["@reboot", "@daily"],
  ])('reports the mistake and its correction: "%s"', (text, words) => {
    expect(fault(text)).toContain(words);
  });

  test("accepts an impossible date when a day of the week is given as well", () => {
    expect(values("0 0 31 2 MON").dayOfWeek).toEqual([1]);
  });

  test("throws an InternalError for an expression that was not checked before", () => {
    expect(() => cronOf("nonsense")).toThrow(InternalError);
  });
});

/** A field of a cron expression over a range. */
const field = (min: number, max: number): fc.Arbitrary<string> => {
  const number = fc.integer({ min, max });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const stepped = fc.tuple(fc.oneof(range, fc.constant("*")), fc.integer({ min: 1, max })).map(([r, s]) => `${r}/${s}`);
  const part = fc.oneof(number.map(String), range, stepped);
  return fc.oneof(
    fc.constant("*"),
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(",")),
  );
};

// The 1st to 28th exist in every month, so every expression has a date.
const expression = fc
  .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
  .map((fields) => fields.join(" "));

/** The same meaning by another method: a value matches if some part contains it. */
function matches(text: string, min: number, max: number, value: number): boolean {
  return text.split(",").some((part) => {
    const [range = "", step = "1"] = part.split("/");
    const [from = 0, to = from] = range === "*" ? [min, max] : range.split("-").map(Number);
    return value >= from && value <= to && (value - from) % Number(step) === 0;
  });
}

describe("any standard cron expression", () => {
  test("matches exactly the values that its parts list", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const [minute = "", , dayOfMonth = "", , dayOfWeek = ""] = text.split(" ");
        const cron = cronOf(text);
        for (let value = 0; value < 60; value += 1) {
          expect(cron.minute.values.includes(value)).toBe(matches(minute, 0, 59, value));
        }
        for (let value = 1; value <= 31; value += 1) {
          expect(cron.dayOfMonth.values.includes(value)).toBe(matches(dayOfMonth, 1, 31, value));
        }
        for (let value = 0; value < 7; value += 1) {
          const sunday = value === 0 && !dayOfWeek.includes("*") && matches(dayOfWeek, 0, 7, 7);
          expect(cron.dayOfWeek.values.includes(value)).toBe(matches(dayOfWeek, 0, 6, value) || sunday);
        }
      }),
    );
  });

  test("keeps its meaning when it is formatted and parsed again", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const cron = cronOf(text);
        const again = cronOf(formatCron(cron));
        for (const key of Object.keys(cron) as (keyof Cron)[]) {
          expect(again[key].values).toEqual(cron[key].values);
          expect(again[key].any).toBe(cron[key].any);
        }
      }),
    );
  });

  test("never throws while parsing a random string", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."*/,-0123456789 MONL?#@") })), (text) => {
        const result = parseCron(text);
        if ("fault" in result) expect(result.fault.message.length).toBeGreaterThan(10);
        else expect(parseCron(formatCron(result.cron))).toHaveProperty("cron");
      }),
    );
  });
});
