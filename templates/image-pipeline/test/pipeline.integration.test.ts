import { deploy, type TestApp } from "polyfn/testing";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";
import { png } from "./png.ts";

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target] });
  });
  // Says why a test fails: an error of the handler, a missing permission, or no call at all.
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const fn of ["measure", "record"] as const) {
      const lines = await app.logs(fn);
      console.error(fn, lines.length === 0 ? "logged nothing: no trigger called it" : lines);
    }
  });

  test("an uploaded image is measured and recorded", async () => {
    await app.resources.uploads.put("in/cat.png", png(640, 480), { contentType: "image/png" });
    const row = () => app.resources.catalogue.get({ key: "in/cat.png" });
    await expect
      .poll(row, { message: "the row that record writes", timeout: 60_000 })
      .toMatchObject({ width: 640, height: 480 });
  });
});
