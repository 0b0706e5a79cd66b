import { testHandler } from "polyfn/testing";
import { expect, test } from "vitest";
import spec from "../polyfn.config.ts";

test("reports the number and the size of uploads", async () => {
  const report = testHandler(spec, "report");
  await report.resources.uploads.put("in/a.txt", "four");
  await report.resources.uploads.put("in/b.txt", "sixsix");
  await report.resources.uploads.put("other.txt", "not counted");
  await report.schedule({ time: "2026-03-01T06:00:00Z" });
  const written = await report.resources.reports.get("2026-03-01.json");
  expect(await written?.json()).toEqual({ day: "2026-03-01", files: 2, bytes: 10 });
});
