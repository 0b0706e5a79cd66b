import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { changed, type Outcome } from "../../offline/engine/events.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { Echo, echoProject, echoSettings, echoSpec, type Spec } from "./support/echo.ts";
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import { inventory } from "./support/inventory.ts";
import { upInSpiteOfKills } from "./support/killed.ts";
import { type Project, quiet } from "./support/project.ts";

const region = "us-east-1";

let server: TemporaryServer;
let project: Project;
beforeAll(async () => {
  server = await startTemporaryServer(ministack, quiet);
});
afterAll(() => server.stop());

/** Logical names of the changes without the deployment's prefix: "create worker-role". */
function changes(outcome: Outcome): string[] {
  expectSuccess(outcome);
  return changed(outcome).map(({ op, name }) => `${op} ${name.replace(/^echo-localstack-[a-z]+-[a-z]+-\d-?/, "")}`);
}

describe("a changing app", () => {
  let stack: OfflineStack;
  const deploy = async (change: (spec: Spec) => void): Promise<Outcome> => {
    const spec = echoSpec();
    change(spec);
    await project.write("polyfn.json", JSON.stringify(spec));
    return stack.up();
  };

  beforeAll(async () => {
    project = await echoProject();
    stack = await project.stack("changing", server.url, { ...echoSettings, region });
    expectSuccess(await stack.up());
  });
  afterAll(() => project[Symbol.asyncDispose]());

  it("removes one trigger and keeps the others working", async () => {
    const outcome = await deploy((spec) => {
      const { worker } = spec.functions as { worker: { triggers: Record<string, unknown> } };
      delete worker.triggers.onNews;
    });
    const touched = changes(outcome);
    expect(touched.some((change) => /^delete worker-onNews/.test(change))).toBe(true);
    // Besides the trigger's own resources only its function changes: the decoder is no longer in its bundle.
    expect(touched.filter((change) => !/^delete worker-onNews|^update worker(-policy)?$|news/.test(change))).toEqual(
      [],
    );
    const echo = await Echo.of(stack, region);
    await echo.ways.queue("after");
    await echo.ways.bucket("after");
    await echo.ways.bus("after");
  });

  it("adds the trigger again", async () => {
    const outcome = await deploy(() => undefined);
    expect(changes(outcome).some((change) => /^create worker-onNews/.test(change))).toBe(true);
    await (await Echo.of(stack, region)).ways.topic("back");
  });

  it("renames a function and keeps the other functions unchanged", async () => {
    const outcome = await deploy(({ functions }) => {
      functions.labourer = functions.worker;
      delete functions.worker;
      (functions.watcher as { triggers: { onLine: { function: string } } }).triggers.onLine.function = "labourer";
    });
    const touched = changes(outcome);
    expect(touched).toEqual(expect.arrayContaining(["create labourer", "delete worker"]));
    expect(touched.filter((change) => /front|hooks|door|outbox/.test(change))).toEqual([]);
    const there = await inventory({ endpoint: server.url, region });
    expect(there.filter((entry) => entry.startsWith("function "))).toEqual([
      "function echo-changing-front",
      "function echo-changing-hooks",
      "function echo-changing-labourer",
      "function echo-changing-watcher",
    ]);
    const echo = await Echo.of(stack, region);
    await echo.ways.queue("renamed");
    await echo.ways.topic("renamed");
  });

  it("reports all mistakes of a spec at once and changes nothing", async () => {
    const outcome = await deploy((spec) => {
      const { front, hooks } = spec.functions as Record<string, Record<string, unknown>>;
      Object.assign(front ?? {}, { memoy: 256 });
      Object.assign(hooks ?? {}, { timeout: "soon" });
    });
    expect(outcome.ok).toBe(false);
    const said = outcome.problems.join("\n");
    expect(said).toContain("functions.front");
    expect(said).toContain("functions.hooks.timeout");
    expect(said).not.toMatch(/\n\s+at /);
    expect(changed(outcome)).toEqual([]);
  });

  it("leaves nothing at the endpoint after destroy", async () => {
    expectSuccess(await stack.destroy());
    expect(await inventory({ endpoint: server.url, region })).toEqual([]);
  });
});

describe("a stack in two regions", () => {
  const regions = ["us-east-1", "eu-central-1"] as const;
  const settings = (chosen: readonly string[]) => ({
    ...echoSettings,
    target: undefined,
    targets: chosen.map((name) => ({ target: "localstack", region: name })),
  });

  it("deploys to both regions, drops one without touching the other, and destroys both", async () => {
    await using twice = await echoProject();
    const stack = await twice.stack("both", server.url, settings(regions));
    expectSuccess(await stack.up());
    for (const name of regions) {
      const echo = await Echo.of(stack, name, `echo-localstack-${name}`);
      await echo.ways.queue(name);
      await echo.ways.url(name);
    }
    expectNoChanges(await stack.up());

    const one = await twice.stack("both", server.url, settings(["eu-central-1"]));
    const shrunk = await one.up();
    expectSuccess(shrunk);
    expect(changed(shrunk).filter(({ op, name }) => op !== "delete" && !name.startsWith("both"))).toEqual([]);
    const left = (await inventory({ endpoint: server.url, region: "us-east-1" })).filter(
      (it) => !/^(role|bucket)/.test(it),
    );
    expect(left).toEqual([]);
    await (await Echo.of(one, "eu-central-1")).ways.queue("alone");

    expectSuccess(await one.destroy());
    for (const name of regions) expect(await inventory({ endpoint: server.url, region: name })).toEqual([]);
  });
});

describe("an engine that is killed during up", () => {
  it("continues with the next up and destroys every resource", async () => {
    await using killed = await echoProject();
    const open = () => killed.stack("killed", server.url, { ...echoSettings, region });
    const stack = await upInSpiteOfKills(open, "aws:");
    const echo = await Echo.of(stack, region);
    await echo.ways.queue("survived");
    await echo.ways.webhook("survived");
    expectSuccess(await stack.destroy());
    expect(await inventory({ endpoint: server.url, region })).toEqual([]);
  });
});
