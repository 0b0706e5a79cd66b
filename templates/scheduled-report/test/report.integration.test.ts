import { deploy, type TestApp } from "polyfn/testing";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";

/** Every minute instead of every morning, so that the test need not wait for it. */
const overrides = { functions: { report: { triggers: { daily: { cron: null, timezone: null, rate: "1m" } } } } };

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target], overrides });
  });
  // Says why a test fails: an error of the handler, a missing permission, or no call at all.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const lines = await app.logs("report");
    console.error(lines.length === 0 ? "report logged nothing: no trigger called it" : lines);
  });

  test("the schedule writes a report about the uploads", async () => {
    await app.resources.uploads.put("in/a.txt", "four");
    const report = async () => {
      const [key] = await app.resources.reports.list();
      return key === undefined ? undefined : app.resources.reports.text(key);
    };
    await expect
      .poll(report, { message: "the report that the schedule writes", timeout: 150_000 })
      .toMatch(/"files":1,"bytes":4/);
  });
});
