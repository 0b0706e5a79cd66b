import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Adapter } from "../../adapters/contract.ts";
import { creationOrder } from "../../adapters/graph/dependencies.ts";
import { isSymbolic } from "../../adapters/graph/expression.ts";
import { buildFunctions } from "../../infra/build/index.ts";
import { lower } from "../../infra/graph/lower.ts";
import { plannedResources, withoutPackages } from "../../infra/graph/planned.ts";
import { InternalError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";
import { inlineCloud } from "../fakes/inline-cloud/adapter.ts";
import { packagedCloud } from "../fakes/packaged-cloud/adapter.ts";
import { tinyCloud } from "../fakes/tiny-cloud/adapter.ts";
import { temporaryDirectory, write } from "../infra/project.ts";
import { deploymentOf, plannedBy } from "./planned.ts";
import { richSpec } from "./rich-spec.ts";

const app = parseApp(richSpec);

const planOf = (adapter: Adapter, spec: unknown) => {
  const deployment = deploymentOf(adapter);
  const graph = lower({ app: parseApp(spec), adapter, deployment });
  const { planValues, provider } = adapter.lowering;
  const options = { values: planValues(deployment), provider: provider(deployment), packages: withoutPackages };
  return { graph, resources: plannedResources(graph, options) };
};

describe.each([tinyCloud, inlineCloud, packagedCloud])("$title", (cloud) => {
  it("lowers every kind to a graph that can be created and planned", () => {
    const { graph, resources } = planOf(cloud, richSpec);
    expect(graph.problems).toEqual([]);
    expect(creationOrder(graph).order).toHaveLength(graph.nodes.size);
    expect([...graph.handles.keys()].sort()).toEqual([...app.functions.keys(), ...app.resources.keys()].sort());
    expect(resources.filter(({ inputs }) => isSymbolic(inputs))).toEqual([]);
  });

  it("plans what it registers", async () => {
    const registered = (await plannedBy(cloud, richSpec)).filter(({ type }) => type.startsWith("tiny:"));
    const planned = planOf(cloud, richSpec).resources.filter(({ type }) => type.startsWith("tiny:"));
    const names = (of: readonly { type: string; name: string }[]) =>
      of.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names(planned)).toEqual(names(registered));
  });
});

const spec = (settings: object) => ({
  name: "shop",
  resources: { jobs: { kind: "queue" } },
  functions: {
    worker: {
      handler: "worker.ts",
      triggers: { nightly: { kind: "schedule", rate: "1h" }, onJob: { kind: "queue", queue: "jobs" } },
      ...settings,
    },
  },
});

describe("a trigger that is part of the function's resource", () => {
  const functionOf = (settings: object) =>
    planOf(inlineCloud, spec(settings)).resources.find(({ type }) => type === "tiny:index:Function")?.inputs;

  it("adds its inputs to those of the others", () => {
    const { triggers } = functionOf({}) as { triggers: object };
    expect(Object.keys(triggers)).toEqual(["nightly", "onJob"]);
  });

  it("is overridden with the function", () => {
    const override = { inline: { function: { triggers: { nightly: "by hand", onJob: null } } } };
    expect(functionOf({ override })).toMatchObject({ triggers: { nightly: "by hand" } });
    expect(functionOf({ override })).not.toHaveProperty("triggers.onJob");
  });

  it("must not want an input that the function has", () => {
    const greedy: Adapter = {
      ...inlineCloud,
      lowering: {
        ...inlineCloud.lowering,
        triggers: { ...inlineCloud.lowering.triggers, queue: () => ({ nodes: {}, functionInputs: { memory: 1 } }) },
      },
    };
    expect(() => planOf(greedy, spec({}))).toThrow(InternalError);
  });
});

describe("a trigger inside of the package", () => {
  it("is a file there, and counts for what the package is", async () => {
    const directory = temporaryDirectory();
    write(directory, { "worker.ts": "export default () => 1;" });
    const digestAndFiles = async (settings: object) => {
      const { artifacts } = await buildFunctions({ app: parseApp(spec(settings)), adapter: packagedCloud, directory });
      const { zip = "", sha256 } = artifacts.get("worker") ?? {};
      return { sha256, files: unzipSync(readFileSync(zip)) };
    };
    const both = await digestAndFiles({});
    const one = await digestAndFiles({ triggers: { onJob: { kind: "queue", queue: "jobs", batchSize: 3 } } });
    expect(Object.keys(both.files).filter((path) => path.endsWith("trigger.json"))).toEqual([
      "nightly/trigger.json",
      "onJob/trigger.json",
    ]);
    const { kind, spec: settings } = JSON.parse(Buffer.from(one.files["onJob/trigger.json"] ?? "").toString());
    expect({ kind, batchSize: settings.batchSize }).toEqual({ kind: "queue", batchSize: 3 });
    expect(one.sha256).not.toBe(both.sha256);
  });
});
