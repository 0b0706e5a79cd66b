import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { beforeEach, expect, test, vi } from "vitest";
import { aws } from "../../adapters/aws/adapter.ts";
import { aliyun } from "../../adapters/aliyun/adapter.ts";
import { adapters } from "../../adapters/index.ts";
import { App } from "../../index.ts";
import * as building from "../../infra/build/index.ts";
import * as sources from "../../infra/build/sources.ts";
import { deploymentOf } from "../../infra/deployment.ts";
import * as lowering from "../../infra/graph/lower.ts";
import { deployStack } from "../../infra/program.ts";
import * as planning from "../../infra/plan.ts";
import { prepareAll, prepareApp } from "../../infra/prepare.ts";
import { checkSpec } from "../../model/checked-spec.ts";
import * as parsing from "../../model/parse.ts";
import { polyfn } from "../cli/polyfn.ts";
import { temporaryDirectory, write } from "./project.ts";
import { record } from "./recording.ts";
import { targets } from "../../infra/targets.ts";

vi.mock("../../model/parse.ts", { spy: true });
vi.mock("../../infra/plan.ts", { spy: true });
vi.mock("../../infra/graph/lower.ts", { spy: true });
vi.mock("../../infra/build/index.ts", { spy: true });
vi.mock("../../infra/build/sources.ts", { spy: true });

const SPEC = {
  name: "shop",
  silence: { "nothing-uses": "Kept for later." },
  resources: { jobs: { kind: "queue" }, idle: { kind: "queue" } },
  functions: { worker: { handler: "worker.ts", triggers: { onJob: { kind: "queue", queue: "jobs" } } } },
};

const STACKS = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "Pulumi.one.yaml": "config: { polyfn:target: aws }\n",
};

function projectOf(spec: object): string {
  const directory = temporaryDirectory();
  write(directory, { ...STACKS, "polyfn.json": JSON.stringify(spec), "worker.ts": "export default { queue() {} };" });
  return directory;
}

/** The number of times that each step of a deployment ran. */
const steps = () => ({
  checked: vi.mocked(parsing.checkApp).mock.calls.length,
  planned: vi.mocked(planning.plan).mock.calls.length,
  read: vi.mocked(sources.readSources).mock.calls.length,
  lowered: vi.mocked(lowering.lower).mock.calls.length,
  packaged: vi.mocked(building.buildFunctions).mock.calls.length,
});

const ONCE = { checked: 1, planned: 1, read: 1, lowered: 1, packaged: 1 };
const { silence: _, ...PLAIN } = SPEC;
const ENVIRONMENTS = { ...PLAIN, environments: { one: { defaults: { memory: 512 } }, two: {} } };

beforeEach(() => {
  vi.clearAllMocks();
});

const place = { name: "shop", target: "aws", region: "us-east-1", prefix: "shop-one", settings: {} };
const recorded = (run: () => Promise<unknown>) =>
  record(run, { values: aws.lowering.planValues(place), packages: new Map(), project: "shop", stack: "one" });

test("polyfn plan takes each step once, and checks the spec once for each environment", async () => {
  expect((await polyfn(projectOf(PLAIN), "plan", "--stack", "one")).code).toBe(0);
  expect(steps()).toEqual(ONCE);
  vi.clearAllMocks();
  expect((await polyfn(projectOf(ENVIRONMENTS), "plan", "--stack", "one")).code).toBe(0);
  expect(steps()).toEqual({ ...ONCE, checked: 3 });
});

test("the program of pulumi up takes each step once for each target", async () => {
  const directory = projectOf(PLAIN);
  const run = async (config: Readonly<Record<string, string>>): Promise<void> => {
    vi.clearAllMocks();
    await recorded(async () => {
      runtime.setAllConfig({ "polyfn:spec": join(directory, "polyfn.json"), ...config });
      await deployStack();
    });
  };
  await run({ "polyfn:target": "aws" });
  expect(steps()).toEqual(ONCE);
  await run({ "polyfn:targets": JSON.stringify([{ target: "aws" }, { target: "aws", region: "eu-west-1" }]) });
  expect(steps()).toEqual({ checked: 1, planned: 2, read: 2, lowered: 2, packaged: 2 });
});

test("an App in a program of the user's own takes each step once", async () => {
  const directory = projectOf(PLAIN);
  await recorded(() => App.of("shop", PLAIN, { target: "aws", directory, onRemarks: () => undefined }).created);
  expect(steps()).toEqual(ONCE);
});

test("a spec that was changed between two apps is read anew", async () => {
  const directory = projectOf(PLAIN);
  const spec = structuredClone(PLAIN) as { resources: Record<string, object> };
  const options = { target: "aws", directory, onRemarks: () => undefined };
  const resources = await recorded(async () => {
    await App.of("first", spec, options).created;
    spec.resources.more = { kind: "queue" };
    await App.of("second", spec, { ...options, prefix: "second" }).created;
  });
  const queues = resources.filter(({ type }) => type === "aws:sqs/queue:Queue").map(({ name }) => name);
  expect(queues).toEqual(["first-idle", "first-jobs", "second-idle", "second-jobs", "second-more"]);
});

test("silences are judged on the other targets without lowering the app for its own again", async () => {
  const directory = projectOf(SPEC);
  const spec = checkSpec(SPEC);
  const deployment = (app: string) => deploymentOf({ app, stack: "one", adapter: aws });
  const { remarks } = await prepareApp({ spec, adapter: aws, stack: "one", directory, deployment });
  expect(remarks).toEqual([]);
  const lowered = vi.mocked(lowering.lower).mock.calls.map(
    ([
      {
        deployment: { target },
      },
    ]) => target,
  );
  expect(lowered.sort()).toEqual(targets().sort());
});

test("an app for several places reports the problems of all of them, each once", async () => {
  const spec = checkSpec({ ...PLAIN, resources: { ...PLAIN.resources, idle: { kind: "api" } } });
  const directory = temporaryDirectory();
  const requests = [aws, aliyun].map((adapter) => ({
    spec,
    adapter,
    stack: "one",
    directory,
    deployment: (app: string) => deploymentOf({ app, stack: "one", adapter, settings: { town: "here" } }),
  }));
  const error = await prepareAll(requests).catch((reason: unknown) => reason);
  const codes = (error as { problems: { code: string }[] }).problems.map(({ code }) => code);
  expect(codes.filter((code) => code === "missing-handler")).toHaveLength(1);
  expect(codes.filter((code) => code === "unknown-setting")).toHaveLength(2);
});

test("an unknown runtime is the only problem of its function", async () => {
  const directory = projectOf({
    name: "shop",
    functions: {
      a: { handler: "jobs/a.py:main", runtime: "pyhton3.12", include: ["none/*"] },
      b: { handler: "com.example.B", runtime: "java21" },
      c: { handler: "worker.tss" },
    },
  });
  write(directory, { "jobs/a.py": "" });
  for (const target of Object.keys(adapters)) {
    const { err } = await polyfn(directory, "check", "--target", target);
    const [problems = ""] = err.split(/\d+ remark/);
    const places = problems.match(/^ {2}functions.*$/gm);
    expect(places).toEqual(["  functions.a.runtime", "  functions.b.runtime", "  functions.c.handler"]);
  }
});
