import fc from "fast-check";
import type { Cron } from "../../model/cron.ts";

const field = (min: number, max: number): fc.Arbitrary<string> => {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.max(1, Math.floor(max / 2)) });
  const part = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([text, by]) => `${text}/${by}`),
    step.map((by) => `*/${by}`),
  );
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant("*") },
    { weight: 3, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(",")) },
  );
};

/** True if a standard cron expression takes a day: either day field will do when both are restricted. */
export function takes(cron: Cron, day: number, weekday: number): boolean {
  const [inMonth, inWeek] = [cron.dayOfMonth.values.includes(day), cron.dayOfWeek.values.includes(weekday)];
  if (cron.dayOfMonth.any) return inWeek;
  return cron.dayOfWeek.any ? inMonth : inMonth || inWeek;
}

/** Any standard cron expression of five fields. */
export const crons: fc.Arbitrary<string> = fc
  .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
  .map((fields) => fields.join(" "));

/** Days of the week as clouds' grammars name them, from Sunday. */
export const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
