import { expect, test } from "vitest";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { aws } from "../../adapters/aws/adapter.ts";
import type { Adapter } from "../../adapters/contract.ts";
import { localstack } from "../../adapters/localstack/adapter.ts";
import { regionRemarks } from "../../adapters/shared/checks/regions.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import { parseApp } from "../../model/parse.ts";
import { ownProblems } from "./target-problems.ts";

const found = (adapter: Adapter, spec: object, given: { region?: string; settings?: object }) => {
  const deployment = deploymentOf({ app: "shop", stack: "dev", adapter, ...given } as Parameters<
    typeof deploymentOf
  >[0]);
  return ownProblems(adapter, parseApp({ name: "shop", ...spec }), deployment)
    .filter(({ code }) => code === "other-region")
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
};

const KEYS = {
  aws: "arn:aws:kms:eu-west-1:123456789012:key/1",
  aliyun: "acs:kms:cn-shanghai:1234567890123456:key/key-1",
};

test.each([
  [aws, KEYS.aws, "eu-central-1", "eu-west-1"],
  [aliyun, KEYS.aliyun, "cn-beijing", "cn-shanghai"],
] as const)("a key of another region than the deployment is refused", (adapter, existing, region, other) => {
  const spec = { resources: { theirs: { kind: "key", existing } } };
  expect(found(adapter, spec, { region, settings: {} })).toEqual([
    expect.stringContaining(
      `resources.theirs.existing: "${existing}" is in the region ${other}, and what uses it in ${region}`,
    ),
  ]);
  expect(found(adapter, spec, { region: other, settings: {} })).toEqual([]);
  expect(found(adapter, spec, { region })).toHaveLength(1);
});

test.each([aws, aliyun])("a plan for no certain region refuses no other one", (adapter) => {
  const existing = KEYS[adapter.name as keyof typeof KEYS];
  expect(found(adapter, { resources: { theirs: { kind: "key", existing } } }, {})).toEqual([]);
});

test.each([
  [localstack, KEYS.aws, {}],
  [aliyun, KEYS.aliyun, { endpoint: "http://127.0.0.1:4580" }],
] as const)("a server on this machine takes any identifier", (adapter, existing, settings) => {
  expect(
    found(adapter, { resources: { theirs: { kind: "key", existing } } }, { region: "eu-west-2", settings }),
  ).toEqual([]);
});

test("a key may be of the region of what it encrypts", () => {
  const resources = {
    theirs: { kind: "key", existing: KEYS.aws },
    inbox: { kind: "queue", existing: "arn:aws:sqs:eu-west-1:123456789012:inbox", key: "theirs" },
  };
  expect(found(aws, { resources }, { region: "eu-central-1" })).toEqual([]);
  const own = { ...resources, jobs: { kind: "queue", key: "theirs" } };
  expect(found(aws, { resources: own }, { region: "eu-central-1" })).toHaveLength(1);
});

test("a layer and a log group of another region are refused", () => {
  const fn = {
    handler: "f.ts",
    layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:a:1", "arn:aws:lambda:eu-central-1:123456789012:layer:b:1"],
    triggers: { l: { kind: "log", existing: "arn:aws:logs:eu-west-1:123456789012:log-group:/x" } },
  };
  expect(found(aws, { functions: { f: fn } }, { region: "eu-central-1" }).map((one) => one.split(":")[0])).toEqual([
    "functions.f.layers.0",
    "functions.f.triggers.l.existing",
  ]);
});

test.each([
  [aws, "eu-central-9", "eu-central-1"],
  [aws, "us-eats-1", "us-east-1"],
  [localstack, "eu-cnetral-1", "eu-central-1"],
  [aliyun, "cn-hangzuo", "cn-hangzhou"],
  [aliyun, "eu-central-2", "eu-central-1"],
])("an unknown region is a remark with the nearest: %o %s", (adapter, region, near) => {
  const { rules } = adapter;
  const deployment = deploymentOf({ app: "shop", stack: "dev", adapter, region });
  expect(regionRemarks(rules, deployment)).toMatchObject([
    {
      code: "unknown-region",
      path: ["region"],
      message: `"${region}" was no region of ${rules.cloud} in ${rules.regions?.asOf}.`,
      remedy: expect.stringContaining(`Did you mean "${near}"?`),
    },
  ]);
});

test.each([aws, aliyun, localstack])("the default region is known", (adapter) => {
  expect(regionRemarks(adapter.rules, deploymentOf({ app: "shop", stack: "dev", adapter }))).toEqual([]);
});
