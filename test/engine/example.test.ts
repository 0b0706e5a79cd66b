import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stage } from "../../offline/drivers/demo.ts";
import { offlineOperator } from "../../offline/drivers/operator.ts";
import { deployedFrom } from "../../offline/drivers/outputs.ts";
import { ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { changed } from "../../offline/engine/events.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { changeOneHandler, everyDemo, expectWholeExample } from "./support/example.ts";
import { describeChanges, expectNoChanges, expectSuccess } from "./support/expect.ts";
import { inventory } from "./support/inventory.ts";
import { copyOfRepository, type Project, quiet } from "./support/project.ts";

const region = "us-east-1";
const settings = { target: "localstack", region, githubSecret: "not a secret" };

/** The same spec with every map in the opposite order. */
const reversed = `
import original from "./original.config.ts";
const reverse = (value) =>
  Array.isArray(value) || typeof value !== "object" || value === null
    ? value
    : Object.fromEntries(Object.entries(value).reverse().map(([key, part]) => [key, reverse(part)]));
export default reverse(original);
`;

describe("the example on MiniStack", () => {
  let server: TemporaryServer;
  let project: Project;
  let stack: OfflineStack;
  let stage: Stage;

  beforeAll(async () => {
    server = await startTemporaryServer(ministack, quiet);
    project = await copyOfRepository();
    stack = await project.stack("test", server.url, settings);
    expect(await inventory({ endpoint: server.url, region })).toEqual([]);
    expectSuccess(await stack.up());
    const cloud = await offlineOperator("localstack", { endpoint: server.url, region });
    stage = { cloud, app: deployedFrom(await stack.outputs()), run: "suite" };
  });
  afterAll(async () => {
    await server.stop();
    await project[Symbol.asyncDispose]();
  });

  it("creates every resource of the example at the endpoint", async () => {
    const there = await inventory({ endpoint: server.url, region });
    expectWholeExample(there);
  });

  it.each(everyDemo)("delivers %s: %s", async (_kind, _trigger, demo) => {
    const { received } = await demo.fire(stage);
    expect(received).not.toBe("");
  });

  it("changes nothing at an up with --refresh", async () => {
    expectNoChanges(await stack.up({ args: ["--refresh"] }));
  });

  it("changes nothing when the directory and the order of the spec change", async () => {
    await using moved = await copyOfRepository(project.directory);
    await moved.write("original.config.ts", await readFile(join(project.directory, "polyfn.config.ts"), "utf8"));
    await moved.write("polyfn.config.ts", reversed);
    const state = join(project.directory, ".polyfn", "state");
    const same = await moved.stack("test", server.url, settings, { state });
    expectNoChanges(await same.up());
  });

  it("changes one function only when one handler changes", async () => {
    const { changed: outcome, back } = await changeOneHandler(project, stack);
    expectSuccess(outcome);
    expect(changed(outcome).map(({ op, type, name }) => `${op} ${type} ${name}`)).toEqual([
      `update aws:lambda/function:Function media-localstack-${region}-alert`,
    ]);
    expect(describeChanges(back)).toHaveLength(1);
  });

  it("leaves nothing at the endpoint after destroy", async () => {
    expectSuccess(await stack.destroy());
    expect(await inventory({ endpoint: server.url, region })).toEqual([]);
  });
});
