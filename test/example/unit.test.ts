import { testHandler } from "polyfn/testing";
import { beforeEach, expect, test } from "vitest";
import media from "../../polyfn.config.ts";

const t = testHandler(media, "reports", {
  functions: { report: () => ({ key: "reports/summer/2026-11-21.json" }) },
});

beforeEach(() => t.reset());

test("starts a report and returns its location", async () => {
  const answer = await t.http("/reports", { method: "POST", body: '{"album":"summer"}' });
  expect(await answer.json()).toEqual({ key: "reports/summer/2026-11-21.json" });
  expect(t.sent.report).toEqual([{ payload: { album: "summer" }, mode: "sync" }]);
});

test("starts no report without an album", async () => {
  const answer = await t.http("/reports", { method: "POST", body: "{}" });
  expect(answer.status).toBe(400);
  expect(t.sent.report).toEqual([]);
});
