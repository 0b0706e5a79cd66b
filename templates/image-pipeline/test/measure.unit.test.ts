import { testHandler } from "polyfn/testing";
import { beforeEach, expect, test } from "vitest";
import spec from "../polyfn.config.ts";
import { png } from "./png.ts";

const measure = testHandler(spec, "measure");
beforeEach(() => measure.reset());

test("sends the size of an image to the queue", async () => {
  await measure.resources.uploads.put("in/cat.png", png(640, 480));
  await measure.bucket({ key: "in/cat.png" });
  expect(measure.sent.images).toMatchObject([{ data: { key: "in/cat.png", width: 640, height: 480 } }]);
});

test("logs a file that is no image, and sends nothing", async () => {
  await measure.resources.uploads.put("in/text.png", "a text");
  await measure.bucket({ key: "in/text.png" });
  expect(measure.sent.images).toEqual([]);
  expect(measure.logs).toMatchObject([{ level: "error", message: "not a PNG", key: "in/text.png" }]);
});
