import { expect, test } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import { parseApp } from "../../model/parse.ts";
import { ownProblems } from "./target-problems.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;

const found = (adapter: typeof aws, uri: string) =>
  ownProblems(
    adapter,
    parseApp({ name: "shop", functions: { f: { image: { uri } } } }),
    deploymentOf({ app: "shop", stack: "dev", adapter }),
  ).filter(({ path }) => path.join(".") === "functions.f.image.uri");

test.each([
  "123456789012.dkr.ecr.eu-central-1.amazonaws.com/tools:1.2",
  "registry.cn-hangzhou.aliyuncs.com/shop/tools:v1_2-x",
  `registry.example:5000/a/b__c/d-e@${DIGEST}`,
  `tools:1@${DIGEST}`,
  "tools",
])("an image may be referred to as %s", (uri) => {
  for (const adapter of [aws, aliyun]) expect(found(adapter, uri)).toEqual([]);
});

test.each([
  "my tools:1",
  " tools:1",
  "https://registry.example/tools:1",
  "registry.example/Tools:1",
  "registry.example//tools",
  "tools:",
  "tools:1:2",
  "tools@sha256:abc",
  "registry.example/tööls:1",
  "tools:1 ",
  "",
])("an image cannot be referred to as %j", (uri) => {
  for (const adapter of [aws, aliyun]) {
    expect(found(adapter, uri)).toMatchObject([
      {
        message: `${JSON.stringify(uri)} is not the reference of a container image.`,
        remedy: expect.stringContaining("Write for example"),
      },
    ]);
  }
});
