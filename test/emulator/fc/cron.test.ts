import { expect, test } from "vitest";
import { parseSchedule } from "../../../offline/aliyun/services/fc/invocation/cron.ts";

const at = (text: string): number => Date.parse(text);
const next = (expression: string, after: string, start = after): string =>
  new Date(parseSchedule(expression, at(start))(at(after)) ?? Number.NaN).toISOString();

test.each([
  ["@every 5m", "2024-01-01T00:07:00Z", "2024-01-01T00:12:00.000Z"],
  ["@every 1h30m", "2024-01-01T00:00:00Z", "2024-01-01T01:30:00.000Z"],
  ["0 0 4 * * *", "2024-01-01T05:00:00Z", "2024-01-02T04:00:00.000Z"],
  ["CRON_TZ=Asia/Shanghai 0 0 4 * * *", "2024-01-01T00:00:00Z", "2024-01-01T20:00:00.000Z"],
  ["0 30 9 ? * MON-FRI", "2024-01-05T10:00:00Z", "2024-01-08T09:30:00.000Z"],
  ["0 0/15 * * * *", "2024-01-01T00:01:00Z", "2024-01-01T00:15:00.000Z"],
  ["0 0 0 1 JAN *", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00.000Z"],
])("finds for %s after %s the next time %s", (expression, after, due) => {
  expect(next(expression, after)).toBe(due);
});

test("counts @every from the trigger's creation", () => {
  expect(next("@every 10m", "2024-01-01T00:25:00Z", "2024-01-01T00:03:00Z")).toBe("2024-01-01T00:33:00.000Z");
});

test("finds a due time on the day that daylight saving time begins", () => {
  expect(next("CRON_TZ=Europe/Berlin 0 0 12 * * *", "2024-03-30T12:00:00Z")).toBe("2024-03-31T10:00:00.000Z");
});

test.each([
  "0 4 * * *",
  "* 0 4 * * *",
  "0 0 4 L * *",
  "0 0 4 * * 5#2",
  "@every 30s",
  "@every",
  "CRON_TZ=Mars/X 0 0 4 * * *",
  "0 61 * * * *",
  "hello",
])("refuses the expression %s", (expression) => {
  expect(() => parseSchedule(expression, 0)).toThrow(/cronExpression/);
});
