import { Provider } from "@pulumi/aws/provider.js";
import { CustomResource, type Output, output, runtime } from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { aws } from "../../adapters/aws/adapter.ts";
import { App, type AppOptions, defineApp } from "../../index.ts";
import type { Configuration } from "../../infra/configuration.ts";
import type { PlannedResource } from "../../infra/graph/planned.ts";
import { temporaryDirectory, write } from "./project.ts";
import { record } from "./recording.ts";

const HANDLERS = {
  "worker.ts": "export default { async queue() {} };",
  "page.ts": "export default { async http() {} };",
  "direct.ts": "export default { async raw() {} };",
};

const spec = defineApp({
  name: "shop",
  resources: { jobs: { kind: "queue" }, front: { kind: "api" } },
  functions: {
    worker: {
      handler: "worker.ts",
      environment: { PAGE: { ref: "page.url" }, JOBS: { ref: "jobs.name" } },
      override: { aws: { function: { description: "by hand", tags: { team: "a" } }, role: { path: "/made/" } } },
      triggers: { onJob: { kind: "queue", queue: "jobs" } },
    },
    page: { handler: "page.ts", triggers: { web: { kind: "http" } } },
  },
});

/** Every value is its name. */
const placeholderConfiguration: Configuration = { get: (key) => output(`<${key}>`) };

/** Runs a program with the recording monitor. The result must be resolved inside, while the monitor is active. */
async function recorded<T>(
  program: (options: AppOptions) => Promise<T>,
): Promise<{ result: T; resources: PlannedResource[] }> {
  const directory = temporaryDirectory();
  write(directory, HANDLERS);
  const deployment = { name: "shop", target: "aws", region: "eu-west-1", prefix: "shop-test", settings: {} };
  const values = aws.lowering.planValues(deployment);
  const results: T[] = [];
  const run = async (): Promise<void> => {
    const options = { target: "aws", region: "eu-west-1", directory, configuration: placeholderConfiguration };
    results.push(await program(options));
  };
  const resources = await record(run, { values, packages: new Map(), project: "shop", stack: "test" });
  const [result] = results;
  if (result === undefined) throw new Error("the program returned nothing");
  return { result, resources };
}

/** A native resource of a user's program. */
class Native extends CustomResource {}

const resolved = <T>(value: Output<T>): Promise<T> => new Promise((resolve) => value.apply(resolve));

const inputsOf = (resources: readonly PlannedResource[], name: string, type: string) =>
  resources.find((resource) => resource.name === name && resource.type === type)?.inputs;

test("outputs have the types of the spec's names and the cloud's values", async () => {
  const { result } = await recorded(async (options) => {
    const { functions, resources } = new App("shop", spec, options);
    // @ts-expect-error no such function
    expect(functions.nobody).toBeUndefined();
    // @ts-expect-error no such resource
    expect(resources.nothing).toBeUndefined();
    return {
      queue: await resolved(resources.jobs.name),
      url: await resolved(functions.page.url),
      none: await resolved(functions.worker.url),
      id: await resolved(functions.worker.id),
      nodes: Object.keys(await functions.worker.nodes).sort(),
      triggers: Object.keys(await functions.worker.triggers),
    };
  });
  expect(result).toEqual({
    queue: "shop-test-jobs",
    url: expect.stringMatching(/^https:\/\/\w+\.lambda-url\.eu-west-1\.on\.aws\/$/),
    none: undefined,
    id: "arn:aws:lambda:eu-west-1:123456789012:function:shop-test-worker",
    nodes: expect.arrayContaining(["function", "logs", "policy", "role"]),
    triggers: ["onJob"],
  });
});

test("references are resolved, also to the URL of a function that is created later", async () => {
  const reversed = defineApp({
    name: "shop",
    functions: {
      a: { handler: "direct.ts", environment: { NEXT: { ref: "z.url" } } },
      z: { handler: "page.ts", triggers: { web: { kind: "http" } } },
    },
  });
  const { resources } = await recorded((options) => new App("shop", reversed, options).created.then(() => true));
  expect(inputsOf(resources, "shop-a", "aws:lambda/function:Function")).toMatchObject({
    environment: { variables: { NEXT: expect.stringMatching(/^https:/) } },
  });
});

test("overrides are merged last and deeply into the native inputs", async () => {
  const { resources } = await recorded((options) => new App("shop", spec, options).created.then(() => true));
  expect(inputsOf(resources, "shop-worker", "aws:lambda/function:Function")).toMatchObject({
    description: "by hand",
    memorySize: 256,
    tags: { team: "a" },
  });
  expect(inputsOf(resources, "shop-worker-role", "aws:iam/role:Role")).toMatchObject({ path: "/made/" });
});

test("options of a component apply to every child", async () => {
  const seen: string[] = [];
  await recorded(async (options) => {
    const first = new Native("aws:sqs/queue:Queue", "first", { name: "first" });
    const transformations = [
      ({ name, opts }: { name: string; opts: object }) => {
        seen.push(
          `${name}: ${Object.keys(opts)
            .filter((key) => ["dependsOn", "providers"].includes(key))
            .join(" ")}`,
        );
        return undefined;
      },
    ];
    await new App("shop", spec, options, { dependsOn: [first], transformations }).created;
    return true;
  });
  // The App's own transformation runs first, so the user's transformation sees its changes.
  expect(seen).toContain("shop-worker: dependsOn providers");
  expect(seen).toContain("shop-worker-role: dependsOn");
  expect(seen.filter((line) => !line.startsWith("shop"))).toEqual([]);
});

test("a program can contain the app several times", async () => {
  const { resources } = await recorded(async (options) => {
    await new App("west", spec, options).created;
    await new App("east", spec, { ...options, region: "us-east-1" }).created;
    return true;
  });
  const names = resources.map(({ name, type }) => `${name} ${type}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.startsWith("west")).length).toBe(
    names.filter((name) => name.startsWith("east")).length,
  );
});

test("a spec with problems creates nothing, and its error has no stack trace in the engine's output", async () => {
  const wrong = { name: "shop", functions: { worker: { handler: "wroker.ts", timeout: "2h" } } };
  const error = await recorded((options) => App.of("shop", wrong, options).created.then(() => true)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ __pulumiRunError: true });
  expect(String(error)).toContain("2 problems in spec");
});

test("missing configuration is reported before anything is created", async () => {
  const needs = {
    name: "shop",
    functions: { worker: { handler: "direct.ts", environment: { A: { config: "a" }, B: { config: "x:b" } } } },
  };
  const program = (options: AppOptions) =>
    App.of("shop", needs, { ...options, configuration: { get: () => undefined } }).created;
  const error = await recorded((options) => program(options).then(() => true)).catch((reason: unknown) => reason);
  expect(String(error)).toContain("pulumi config set polyfn:a VALUE");
  expect(String(error)).toContain("pulumi config set x:b VALUE");
  expect(runtime.getStack()).toBe("test");
});

const idle = { name: "shop", functions: { idle: { handler: "direct.ts" } } };

test("remarks are logged as warnings of the app", async () => {
  const warnings = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  try {
    await recorded((options) => App.of("shop", idle, options).created.then(() => "done"));
    expect(warnings.mock.calls).toEqual([[expect.stringMatching(/functions\.idle: .* \[nothing-calls\]/)]]);
  } finally {
    warnings.mockRestore();
  }
});

test("a program can handle the remarks itself", async () => {
  const taken: string[] = [];
  const onRemarks: AppOptions["onRemarks"] = (remarks) => void taken.push(...remarks.map(({ code }) => code));
  await recorded((options) => App.of("shop", idle, { ...options, onRemarks }).created.then(() => "done"));
  expect(taken).toEqual(["nothing-calls"]);
});

test("an App for another region than its provider's creates nothing", async () => {
  const program = (options: AppOptions) =>
    App.of("shop", idle, { ...options, provider: new Provider("own", { region: "us-east-1" }) }).created;
  const error = await recorded((options) => program(options).then(() => true)).catch((reason: unknown) => reason);
  expect(String(error)).toContain("is for the region eu-west-1, but its provider for us-east-1");
});

test("an override of a missing child is reported with its path before anything is created", async () => {
  const wrong = { ...idle, functions: { idle: { handler: "direct.ts", override: { aws: { functoin: {} } } } } };
  const error = await recorded((options) => App.of("shop", wrong, options).created.then(() => true)).catch(
    (reason: unknown) => reason,
  );
  expect(String(error)).toContain("functions.idle.override.aws.functoin");
  expect(String(error)).toContain("Override one of: function, logs, policy, role.");
});
