import { describe, expect, it } from "vitest";
import { adapterFor, targets } from "../../infra/targets.ts";
import { cases } from "../conformance/cases/index.ts";
import { type Around, expectPlanned, given, planLevel } from "../conformance/plan-level.ts";
import { inlineCloud } from "../fakes/inline-cloud/adapter.ts";
import { packagedCloud } from "../fakes/packaged-cloud/adapter.ts";
import { tinyCloud } from "../fakes/tiny-cloud/adapter.ts";

const arns = {
  ...given,
  account: "123456789012",
  layer: "arn:aws:lambda:us-east-1:123456789012:layer:tools:1",
  fileSystem: "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0",
};

/** Layers, accounts and the like as each cloud writes them. */
const around: Readonly<Record<string, Around>> = {
  aws: { outside: arns },
  localstack: { outside: arns, settings: { profile: "full" } },
  aliyun: { outside: { ...given, layer: "acs:fc:cn-hangzhou:1234567890123456:layers/tools/versions/1" } },
};

const adapters = await Promise.all(targets().map(adapterFor));

describe.each([...adapters, tinyCloud, inlineCloud, packagedCloud])("conformance cases on $title", (adapter) =>
  planLevel(adapter, around[adapter.name]),
);

describe("a plan of a case", () => {
  const one = cases.find(({ proves }) => proves.includes("queue"));
  if (one === undefined) throw new Error("no case proves queue triggers");
  const { lowering } = tinyCloud;

  it("fails for a trigger without effect", () => {
    const queue = () => ({ nodes: {} });
    const forgetful = { ...tinyCloud, lowering: { ...lowering, triggers: { ...lowering.triggers, queue } } };
    expect(() => expectPlanned(forgetful, one)).toThrow();
    expect(() => expectPlanned(tinyCloud, one)).not.toThrow();
  });

  it("fails for a resource that the adapter cannot name", () => {
    const rules = { ...tinyCloud.rules, names: { ...tinyCloud.rules.names, resource: () => "?" } };
    expect(() => expectPlanned({ ...tinyCloud, rules }, one)).toThrow("bad-name");
  });
});
