import { expect, it } from "vitest";
import { aliyun } from "../../../adapters/aliyun/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { problemsOf } from "../target-problems.ts";

/** `path: code` of what is wrong with a function on Aliyun. */
function found(settings: object): string[] {
  const app = parseApp({ name: "shop", functions: { f: { handler: "f.ts", ...settings } } });
  const place = { name: "shop", target: "aliyun", region: "cn-hangzhou", prefix: "shop-dev", settings: {} };
  return problemsOf(aliyun, app, place).map(({ path, code }) => `${path.slice(2).join(".")}: ${code}`);
}

it("layers must be named by the ARN of a version", () => {
  const own = "acs:fc:cn-hangzhou:1234567890123456:layers/tools/versions/1";
  const official = "acs:fc:cn-hangzhou:official:layers/Python39-Aliyun-SDK/versions/3";
  expect(found({ layers: [own, official, { config: "layer" }] })).toEqual([]);
  expect(found({ layers: [own, "tools", "arn:aws:lambda:us-east-1:123456789012:layer:tools:1"] })).toEqual([
    "layers.1: bad-format",
    "layers.2: bad-format",
  ]);
});

it("an unsupported runtime or architecture is reported at the field that sets it", () => {
  expect(found({ runtime: "nodejs22" })).toEqual(["runtime: unsupported"]);
  expect(found({ architecture: "arm64" })).toEqual(["architecture: unsupported"]);
});
