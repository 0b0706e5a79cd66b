import { testHandler } from "polyfn/testing";
import { expect, test } from "vitest";
import spec from "../polyfn.config.ts";

test("writes a row for a measured image", async () => {
  const record = testHandler(spec, "record");
  await record.queue([{ body: { key: "in/cat.png", width: 640, height: 480 } }]);
  expect(await record.resources.catalogue.get({ key: "in/cat.png" })).toMatchObject({ width: 640, height: 480 });
});
