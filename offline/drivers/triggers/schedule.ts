import { type Demo, expectThat, until } from "../demo.ts";

const DAY_MS = 86_400_000;
const YEARS_2000_TO_2020 = 7300;

/**
 * The demonstration does not wait until six in the morning: it reads the schedule from the cloud, and calls its target with
 * the input stored in it, as of a made-up time. That the cloud's own clock calls it is tested where there is more time
 * (test/engine).
 */
const daily: Demo = {
  trigger: "daily",
  function: "report",
  async fire({ cloud, app }) {
    const { uploads } = app.resources;
    // A day of its own for every run: a report that is there already proves nothing.
    const due = new Date(Date.UTC(2000, 0, 1, 5) + Math.floor(Math.random() * YEARS_2000_TO_2020) * DAY_MS);
    const day = due.toISOString().slice(0, 10);
    const { rule } = await cloud.fireSchedule(app.functions.report, "daily", due);
    const key = `reports/summer/${day}.json`;
    const file = await until(key, () => cloud.getObject(uploads, key));
    const report: { day?: unknown; images?: unknown } = JSON.parse(Buffer.from(file).toString("utf8"));
    expectThat(report.day === day, `the report is of ${report.day}, not ${day}`);
    return {
      sent: `stored input of schedule ${rule}, due ${day} (clock not awaited)`,
      received: `${key}, ${file.length} bytes`,
    };
  },
};

export const schedule: readonly Demo[] = [daily];
