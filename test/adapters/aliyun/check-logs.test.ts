import { expect, it } from "vitest";
import { aliyun } from "../../../adapters/aliyun/adapter.ts";
import { parseApp } from "../../../model/parse.ts";
import { ownProblems } from "../target-problems.ts";

const deployment = { name: "shop", target: "aliyun", region: "cn-hangzhou", prefix: "shop-dev", settings: {} };

it.each([
  ["a word", "error", true],
  ["every line", "", true],
  ["all that can be said of words", 'a-b "two \\"words\\"" -c ?d ?"e f"', true],
  ["fields", '{ $.level = "error" }', false],
  ["columns", "[ip, user]", false],
  ["a regular expression", "%4[0-9]{2}%", false],
  ["a quote left open", 'a "b', false],
])("checks the pattern of a log trigger: %s", (_, pattern, allowed) => {
  const triggers = { t: { kind: "log", existing: "project/store", pattern } };
  const problems = ownProblems(
    aliyun,
    parseApp({ name: "shop", functions: { f: { handler: "f.ts", triggers } } }),
    deployment,
  );
  expect(problems.map(({ path, code }) => `${path.join(".")}: ${code}`)).toEqual(
    allowed ? [] : ["functions.f.triggers.t.pattern: unsupported"],
  );
});
