import { chmodSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Adapter } from "../../adapters/contract.ts";
import { creationOrder } from "../../adapters/graph/dependencies.ts";
import { isSymbolic } from "../../adapters/graph/expression.ts";
import { buildFunctions } from "../../infra/build/index.ts";
import { directoryOf } from "../../infra/build/zip.ts";
import { deploymentOf as deploymentNamed } from "../../infra/deployment.ts";
import { lower } from "../../infra/graph/lower.ts";
import { plannedResources, withoutPackages } from "../../infra/graph/planned.ts";
import { InternalError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";
import { inlineCloud } from "../fakes/inline-cloud/adapter.ts";
import { packagedCloud } from "../fakes/packaged-cloud/adapter.ts";
import { tinyCloud } from "../fakes/tiny-cloud/adapter.ts";
import { temporaryDirectory, write } from "../infra/project.ts";
import { deploymentOf, one, plannedBy } from "./planned.ts";
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
  it("lowers every kind to a graph that can be planned and registered", () => {
    const { graph, resources } = planOf(cloud, richSpec);
    expect(graph.problems).toEqual([]);
    expect(creationOrder(graph).order).toHaveLength(graph.nodes.size);
    expect([...graph.handles.keys()].sort()).toEqual([...app.functions.keys(), ...app.resources.keys()].sort());
    expect(resources.filter(({ inputs }) => isSymbolic(inputs))).toEqual([]);
  });

  it("plans the same resources as it registers", async () => {
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

  it("adds its inputs to those of other triggers", () => {
    const { triggers } = functionOf({}) as { triggers: object };
    expect(Object.keys(triggers)).toEqual(["nightly", "onJob"]);
  });

  it("can be overridden with the function", () => {
    const override = { inline: { function: { triggers: { nightly: "by hand", onJob: null } } } };
    expect(functionOf({ override })).toMatchObject({ triggers: { nightly: "by hand" } });
    expect(functionOf({ override })).not.toHaveProperty("triggers.onJob");
  });

  it("must not add an input that the function has", () => {
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

describe("a package of several functions", () => {
  const two = (settings: object = {}) => {
    const { functions, ...rest } = spec(settings);
    return { ...rest, functions: { ...functions, other: { handler: "other.ts", include: ["bin"] } } };
  };
  const built = async (settings: object = {}) => {
    const directory = temporaryDirectory();
    write(directory, {
      "worker.ts": "export default () => 1;",
      "other.ts": "export default () => 2;",
      "bin/tool": "#!",
    });
    chmodSync(join(directory, "bin/tool"), 0o755);
    symlinkSync("tool", join(directory, "bin/link"));
    const { artifacts } = await buildFunctions({ app: parseApp(two(settings)), adapter: packagedCloud, directory });
    const [worker, other] = [artifacts.get("worker"), artifacts.get("other")];
    return { worker, other, content: readFileSync(worker?.zip ?? "") };
  };

  it("is one zip with a folder for each function and the cloud's own files", async () => {
    const { worker, other, content } = await built();
    expect(other).toEqual(worker);
    expect(worker).toMatchObject({ handler: "host.json", runtime: "node" });
    const files = unzipSync(content);
    expect(Object.keys(files).sort()).toEqual([
      "host.json",
      "other/bin/link",
      "other/bin/tool",
      "other/function.mjs",
      "other/function.mjs.map",
      "other/index.mjs",
      "worker/function.mjs",
      "worker/function.mjs.map",
      "worker/index.mjs",
      "worker/nightly/trigger.json",
      "worker/onJob/trigger.json",
    ]);
    expect(JSON.parse(Buffer.from(files["host.json"] ?? "").toString())).toEqual({
      version: 1,
      functions: ["other", "worker"],
    });
  });

  it("keeps executable modes and links", async () => {
    const kept = directoryOf((await built()).content).filter(({ executable, link }) => executable || link);
    expect(kept).toMatchObject([
      { path: "other/bin/link", link: true },
      { path: "other/bin/tool", executable: true },
    ]);
  });

  it("contains its triggers as files", async () => {
    const both = await built();
    const one = await built({ triggers: { onJob: { kind: "queue", queue: "jobs", batchSize: 3 } } });
    const file = unzipSync(one.content)["worker/onJob/trigger.json"];
    const { kind, spec: settings } = JSON.parse(Buffer.from(file ?? "").toString());
    expect({ kind, batchSize: settings.batchSize }).toEqual({ kind: "queue", batchSize: 3 });
    expect(one.worker?.sha256).not.toBe(both.worker?.sha256);
    expect((await built()).worker?.sha256).toBe(both.worker?.sha256);
  });
});

describe("a function that is an image, on a cloud whose package holds all functions", () => {
  const functions = { ...spec({}).functions, tool: { image: { uri: "registry.example/shop/tool:1" } } };
  const mixed = { ...spec({}), functions };

  it("is in no package and is planned with its image", () => {
    expect(packagedCloud.units?.(parseApp(mixed))).toMatchObject([{ functions: ["worker"] }]);
    const planned = planOf(packagedCloud, mixed).resources;
    const code = (name: string) => planned.find((resource) => resource.name === name)?.inputs.code;
    expect(code("shop-tool")).toBe("image");
    expect(code("shop-worker")).not.toBe("image");
  });

  it("has no artifact, while the others' package is built without it", async () => {
    const directory = temporaryDirectory();
    write(directory, { "worker.ts": "export default () => 1;" });
    const { artifacts } = await buildFunctions({ app: parseApp(mixed), adapter: packagedCloud, directory });
    expect([...artifacts.keys()]).toEqual(["worker"]);
    const files = Object.keys(unzipSync(readFileSync(artifacts.get("worker")?.zip ?? "")));
    expect(files.filter((file) => file.startsWith("tool/"))).toEqual([]);
  });

  it("needs no upload where every function is an image", () => {
    const { resources } = planOf(packagedCloud, { name: "shop", functions: { tool: functions.tool } });
    expect(resources.filter(({ type }) => type.includes("publish"))).toEqual([]);
  });
});

describe("a cloud without regions", () => {
  const request = { app: "shop", stack: "dev", adapter: packagedCloud };

  it("has deployments and names without one", () => {
    expect(deploymentNamed(request)).toEqual({
      name: "shop-packaged",
      target: "packaged",
      prefix: "shop-dev",
      settings: {},
      planned: true,
    });
  });

  it("refuses a region", () => {
    expect(() => deploymentNamed({ ...request, region: "eu-west-1" })).toThrow('The target "packaged" has no regions');
  });
});

describe("a further provider", () => {
  it("is planned once for any number of functions", () => {
    const functions = { a: { handler: "a.ts" }, b: { handler: "b.ts" } };
    const { resources } = planOf(packagedCloud, { name: "shop", functions });
    const types = resources.map(({ type, name }) => `${type} ${name}`);
    expect(types.filter((type) => type.includes("publish"))).toEqual([
      "pulumi:providers:publish publisher",
      "publish:index:Upload shop-upload",
    ]);
  });

  it("is registered with its resources", async () => {
    const registered = await plannedBy(packagedCloud, richSpec);
    expect(one(registered, "pulumi:providers:publish", "publisher")).toEqual({ attempts: 3 });
    expect(one(registered, "publish:index:Upload", "shop-upload")).toHaveProperty("package");
  });
});
