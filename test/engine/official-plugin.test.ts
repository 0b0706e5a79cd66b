import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../offline/aliyun/index.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { aliyunInventory } from "./support/aliyun-inventory.ts";
import { expectNoChanges, expectSuccess } from "./support/expect.ts";
import { officialPlugin, officialPluginHome } from "./support/official-plugin.ts";
import { copyOfRepository, type Project } from "./support/project.ts";

const region = "cn-hangzhou";

/** Kinds of things that the example is made of. */
const KINDS = [
  "bucket",
  "bus",
  "domain",
  "function",
  "instance",
  "policy",
  "project",
  "queue",
  "role",
  "rule",
  "secret parameter",
  "table",
  "topic",
];

/** Only where somebody has the vendor's plugin: see docs/emulator.md. */
describe.skipIf(officialPlugin === undefined)("the official alicloud plugin and the example", () => {
  let server: AliyunServer;
  let project: Project;
  let stack: OfflineStack;

  beforeAll(async () => {
    server = await startAliyun();
    project = await copyOfRepository();
    const settings = { target: "aliyun", region, settings: { endpoint: server.url }, githubSecret: "not a secret" };
    const pluginHome = await officialPluginHome(project.directory);
    stack = await project.stack("official", { aliyun: server.url }, settings, { pluginHome });
  });
  afterAll(async () => {
    await server.stop();
    await project[Symbol.asyncDispose]();
  });

  it("creates everything", async () => {
    const outcome = await stack.up();
    expectSuccess(outcome);
    expect(Object.keys(outcome.changes)).toEqual(["create"]);
  });

  it("made what can be seen on the emulator", async () => {
    const there = await aliyunInventory({ endpoint: server.url, region });
    const kinds = new Set(there.map((entry) => entry.slice(0, entry.lastIndexOf(" "))));
    expect([...kinds].sort()).toEqual(KINDS);
  });

  it("has nothing to change the second time", async () => {
    expectNoChanges(await stack.up());
  });

  it("finds nothing changed when it looks", async () => {
    expectNoChanges(await stack.refresh());
    expectSuccess(await stack.preview({ args: ["--expect-no-changes"] }));
  });

  it("leaves nothing when it is destroyed", async () => {
    expectSuccess(await stack.destroy());
    expect(await aliyunInventory({ endpoint: server.url, region })).toEqual([]);
  });
});
