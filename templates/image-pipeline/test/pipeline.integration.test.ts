import { deploy, type TestApp } from "polyfn/testing";
import { beforeAll, describe, expect, test } from "vitest";
import spec from "../polyfn.config.ts";
import { png } from "./png.ts";

describe.each(["my-offline-target"])("on %s", (target) => {
  let app: TestApp<typeof import("../polyfn.config.ts").default>;
  beforeAll(async () => {
    app = await deploy({ spec, targets: [target] });
  });

  test("an uploaded image is measured and recorded", async () => {
    await app.resources.uploads.put("in/cat.png", png(640, 480), { contentType: "image/png" });
    const row = () => app.resources.catalogue.get({ key: "in/cat.png" });
    await expect
      .poll(row, { message: "the row that record writes", timeout: 60_000 })
      .toMatchObject({ width: 640, height: 480 });
  });
});
