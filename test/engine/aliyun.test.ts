import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Stage } from "../../offline/drivers/demo.ts";
import { offlineOperator } from "../../offline/drivers/operator.ts";
import { deployedFrom } from "../../offline/drivers/outputs.ts";
import { aliyunEmulator, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { changed } from "../../offline/engine/events.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { aliyunInventory } from "./support/aliyun-inventory.ts";
import { changeOneHandler, everyDemo, expectWholeExample } from "./support/example.ts";
import { describeChanges, expectNoChanges, expectSuccess } from "./support/expect.ts";
import { copyOfRepository, type Project, quiet } from "./support/project.ts";

const region = "cn-hangzhou";

describe("the example on the Aliyun emulator", () => {
  let server: TemporaryServer;
  let project: Project;
  let stack: OfflineStack;
  let stage: Stage;

  beforeAll(async () => {
    server = await startTemporaryServer(aliyunEmulator, quiet);
    project = await copyOfRepository();
    const settings = { target: "aliyun", region, settings: { endpoint: server.url }, githubSecret: "not a secret" };
    stack = await project.stack("test", { aliyun: server.url }, settings);
    expect(await aliyunInventory({ endpoint: server.url, region })).toEqual([]);
    expectSuccess(await stack.up());
    const cloud = await offlineOperator("aliyun", { endpoint: server.url, region });
    stage = { cloud, app: deployedFrom(await stack.outputs()), run: "suite" };
  });
  afterAll(async () => {
    await server?.stop();
    await project?.[Symbol.asyncDispose]();
  });

  it("creates every resource of the example at the emulator", async () => {
    const there = await aliyunInventory({ endpoint: server.url, region });
    expectWholeExample(there);
  });

  it.each(everyDemo)("delivers %s: %s", async (_kind, _trigger, demo) => {
    const { received } = await demo.fire(stage);
    expect(received).not.toBe("");
  });

  it("changes nothing at a second up with --refresh", async () => {
    expectNoChanges(await stack.up({ args: ["--refresh"] }));
  });

  it("changes one function and its package only when one handler changes", async () => {
    const { changed: outcome, back } = await changeOneHandler(project, stack);
    expectSuccess(outcome);
    const names = changed(outcome).map(({ op, name }) => `${op} ${name.replace(/-[0-9a-f]{8,}.*$/, "")}`);
    expect(new Set(names.map((name) => name.split(" ")[1]?.replace(/-code$/, "")))).toEqual(
      new Set([`media-aliyun-${region}-alert`]),
    );
    expect(describeChanges(back).length).toBeGreaterThan(0);
    expectNoChanges(await stack.up());
  });

  it("leaves nothing at the emulator after destroy", async () => {
    expectSuccess(await stack.destroy());
    expect(await aliyunInventory({ endpoint: server.url, region })).toEqual([]);
  });
});
