import { describe, expect, it } from "vitest";
import { adapters, type Target } from "../../adapters/index.ts";
import { featuresUsed } from "../../infra/features-used.ts";
import { featureVerdict } from "../../infra/features-used.ts";
import { type Feature, featureTitles } from "../../model/features.ts";
import { parseApp } from "../../model/parse.ts";
import { assemble, casesFor } from "../conformance/app.ts";
import type { ConformanceCase, ServerName } from "../conformance/case.ts";
import { cases } from "../conformance/cases/index.ts";
import { given } from "../conformance/plan-level.ts";
import { isAtLeast, levelOf, proofOf, servers } from "../conformance/proof.ts";
import { readResult } from "../conformance/results.ts";

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
  it("has a passing case, at the level of proof that it names, for every supported feature", async () => {
    const { support, proof: named } = await adapters[target]();
    const proof = await proofOf(target);
    const claimed = features.filter((feature) => support[feature].support !== "unsupported");
    expect(claimed.filter((feature) => !isAtLeast(levelOf(proof.get(feature)), named))).toEqual([]);
  });

  it("refuses every other feature before anything is deployed, with a remedy", async () => {
    const adapter = await adapters[target]();
    for (const feature of features) {
      const verdict = adapter.support[feature];
      const one = cases.find(({ proves }) => proves.includes(feature));
      if (verdict.support !== "unsupported" || !one) continue;
      const { problems } = featureVerdict(appOf(one), adapter);
      expect(problems, feature).toContainEqual(
        expect.objectContaining({ code: "unsupported", remedy: verdict.remedy }),
      );
    }
  });
});
