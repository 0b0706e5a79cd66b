import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Deployment } from "../../adapters/contract.ts";
import type { Io } from "../../cli/io.ts";
import { openSession, placeOf, planFor } from "../../cli/session.ts";
import { App, type AppOptions } from "../../infra/app.ts";
import { featuresUsed } from "../../infra/features-used.ts";
import type { PlannedResource } from "../../infra/graph/planned.ts";
import { type LoadedSpec, loadSpec } from "../../infra/spec-file.ts";
import { adapterFor } from "../../infra/targets.ts";
import type { Feature } from "../../model/features.ts";
import { parseApp } from "../../model/parse.ts";
import { polyfn } from "../cli/polyfn.ts";
import { corpus } from "./corpus.ts";
import { compareWithKept, keptNames, readKept } from "./kept.ts";
import { places } from "./places.ts";
import { aliyunProgram, awsProgram } from "./program.ts";
import { configuration, type Kept, registrationsOf } from "./registrations.ts";

// Plans are compared without packages: nothing is bundled, and the specs' handlers don't exist.
vi.mock("../../infra/build/index.ts", () => import("./packages.ts"));
vi.mock("../../infra/build/sources.ts", () => import("./packages.ts"));

// Providers take what they are not given from these.
const variables = Object.keys(process.env).filter((name) => /^(AWS|ALICLOUD)_/.test(name));
beforeAll(() => {
  for (const name of variables) vi.stubEnv(name, undefined);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const specs = join(import.meta.dirname, "specs");

/** Everything that an App of this spec asks the engine for. */
const planOf = (
  { input, origin }: LoadedSpec,
  deployment: Deployment,
  { environment, overrides }: Pick<AppOptions, "environment" | "overrides">,
): Promise<Kept> =>
  registrationsOf(
    deployment,
    (run) =>
      App.of(deployment.name, input, { ...deployment, ...run, environment, overrides, origin, configuration }).created,
  );

const rows = Object.entries(corpus).flatMap(([spec, where]) => where.map((place) => [spec, place] as const));
const programs = { "program-aws": awsProgram, "program-aliyun": aliyunProgram };
/** Stacks of the repository, and each place that they go to. */
const stacks = [
  ["aws-prod", "aws"],
  ["aliyun-prod", "aliyun"],
  ["local", "localstack"],
  ["local", "aliyun"],
] as const;

describe("the golden plans", () => {
  test.each(rows)("match the registrations of spec %s on %s", async (spec, place) => {
    const loaded = await loadSpec(`${spec}.yaml`, specs);
    const deployment = { ...places[place], name: "shop", prefix: "shop-golden" };
    compareWithKept(`${spec}.${place}`, await planOf(loaded, deployment, { environment: "golden" }));
  });

  test.each(stacks)("match the registrations of stack %s on %s", async (stack, target) => {
    const session = await openSession({ stack }, { cwd: process.cwd() } as Io);
    const { deployment } = await planFor(session, placeOf(session, target));
    compareWithKept(`stack-${stack}.${target}`, await planOf(session.loaded, deployment, session));
  });

  test.each(Object.entries(programs))("match the registrations of a user's program: %s", async (name, program) => {
    const target = name === "program-aws" ? "aws" : "aliyun";
    const deployment = { name: "shop", target, region: "eu-west-1", prefix: "shop-golden", settings: {} };
    compareWithKept(name, await registrationsOf(deployment, program));
  });
});

test.each(stacks)("have the same resources as plan --json of the stack %s on %s", async (stack, target) => {
  const { code, out } = await polyfn(process.cwd(), "plan", "--stack", stack, "--target", target, "--json");
  expect(code).toBe(0);
  const { resources } = JSON.parse(out) as { resources: PlannedResource[] };
  expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual(
    nativeIn(readKept(`stack-${stack}.${target}`)),
  );
});

const nativeIn = (kept: Kept): string[] =>
  Object.keys("resources" in kept ? kept.resources : {}).filter((label) => !label.startsWith("polyfn:"));

/** Targets with resources of their own; one that applies another's overrides too makes the other's. */
const ownTargets: string[] = [];
for (const target of new Set(Object.values(places).map((place) => place.target))) {
  if ((await adapterFor(target)).overrides.length === 1) ownTargets.push(target);
}

test.each(ownTargets)("use every supported feature of %s", async (target) => {
  const { support } = await adapterFor(target);
  const used = new Set<string>();
  for (const [spec, place] of rows.filter((row) => places[row[1]].target === target)) {
    if ("refused" in readKept(`${spec}.${place}`)) continue;
    const { input } = await loadSpec(`${spec}.yaml`, specs);
    for (const { feature } of featuresUsed(parseApp(input))) used.add(feature);
  }
  const offered = (Object.keys(support) as Feature[]).filter((name) => support[name].support !== "unsupported");
  expect(offered.filter((feature) => !used.has(feature))).toEqual([]);
});

test("exist for every spec, and each is compared", () => {
  const names = [
    ...rows.map((row) => row.join(".")),
    ...stacks.map((row) => `stack-${row.join(".")}`),
    ...Object.keys(programs),
  ];
  expect(readdirSync(specs).sort()).toEqual(
    Object.keys(corpus)
      .map((spec) => `${spec}.yaml`)
      .sort(),
  );
  expect(keptNames()).toEqual(names.sort());
});
