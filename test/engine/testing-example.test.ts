import { deploy } from "polyfn/testing";
import { beforeEach, expect, test } from "vitest";
import media from "../../polyfn.config.ts";

const app = await deploy({
  spec: media,
  targets: ["localstack", "aliyun"],
  config: { githubSecret: "s3cret" },
});

beforeEach(() => app.reset());

test("writes a report of an album", async () => {
  await app.functions.report.invoke({ album: "summer" });
  const [key = ""] = await app.resources.uploads.list("reports/summer/");
  expect(JSON.parse((await app.resources.uploads.text(key)) ?? "")).toMatchObject({ images: 0 });
});

test("counts clicks", async () => {
  const image = "0123456789abcdef0123";
  await app.resources.clicks.put({ key: image, data: { image } });
  await app.settled();
  expect(await app.logs("counter")).toContainEqual(expect.objectContaining({ message: "clicks counted", clicks: 1 }));
});
