import { describe, expect, it } from "vitest";
import { adapters, type Target } from "../../adapters/index.ts";
import { featuresUsed } from "../../infra/features-used.ts";
import { problemsOf } from "../../infra/plan.ts";
import { type Feature, featureTitles } from "../../model/features.ts";
import { parseApp } from "../../model/parse.ts";
import { assemble, casesFor } from "../conformance/app.ts";
import type { ConformanceCase, ServerName } from "../conformance/case.ts";
import type { Given } from "../conformance/given.ts";
import { cases } from "../conformance/cases/index.ts";
import { proofOf, servers } from "../conformance/proof.ts";
import { readResult } from "../conformance/results.ts";

const given: Given = {
  cloud: "aliyun",
  account: "1234567890123456",
  issuer: { address: "https://localhost:1", authority: "", jwks: { keys: [] }, token: async () => "" },
  layer: "layer",
  key: "12345678-1234-1234-1234-123456789012",
  image: "image",
  network: { id: "vpc", subnets: ["subnet"], securityGroups: ["group"] },
  fileSystem: "0123abc-xyz.cn-hangzhou.nas.aliyuncs.com:/data",
  certificate: "certificate",
};

const features = Object.keys(featureTitles) as Feature[];
const targets = Object.keys(adapters) as Target[];
const appOf = (one: ConformanceCase) => parseApp(assemble("proof", [one], given, true));

describe("conformance cases", () => {
  it("prove every feature of the support table", () => {
    const proven = new Set(cases.flatMap(({ proves }) => proves));
    expect(features.filter((feature) => !proven.has(feature))).toEqual([]);
  });

  it("have unique titles, functions and resources", () => {
    const names = cases.flatMap(({ title, parts, only = ["any"] }) => {
      const { functions = {}, resources = {} } = typeof parts === "function" ? parts(given) : parts;
      return only.flatMap((target) =>
        [title, ...Object.keys(functions), ...Object.keys(resources)].map((n) => [target, n]),
      );
    });
    const texts = names.map((name) => name.join(" "));
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it.each(cases.map((one) => [one.title, one] as const))("use the features that they prove: %s", (_, one) => {
    const used = new Set(featuresUsed(appOf(one)).map(({ feature }) => feature));
    expect(one.proves.filter((feature) => !used.has(feature))).toEqual([]);
  });
});

describe.each(Object.entries(servers) as [ServerName, { target: Target }][])(
  "kept results of %s",
  (server, { target }) => {
    it("list every case that runs on this server", async () => {
      const titles = (await casesFor(target, server)).map(({ title }) => title);
      expect((await readResult(server))?.passed).toEqual(titles.sort());
    });
  },
);

describe.each(targets)("the support table of %s", (target) => {
  it("has a passing case for every supported feature", async () => {
    const { support } = await adapters[target]();
    const proof = await proofOf(target);
    const claimed = features.filter((feature) => support[feature].support !== "unsupported");
    expect(claimed.filter((feature) => (proof.get(feature) ?? []).length === 0)).toEqual([]);
  });

  it("refuses every other feature before anything is deployed, with a remedy", async () => {
    const adapter = await adapters[target]();
    const deployment = { name: "proof", target, region: adapter.defaultRegion, prefix: "proof-dev", settings: {} };
    for (const feature of features) {
      const verdict = adapter.support[feature];
      const one = cases.find(({ proves }) => proves.includes(feature));
      if (verdict.support !== "unsupported" || !one) continue;
      const problems = problemsOf(appOf(one), adapter, deployment);
      expect(problems, feature).toContainEqual(
        expect.objectContaining({ code: "unsupported", remedy: verdict.remedy }),
      );
    }
  });
});
