import { type AliyunServer, startAliyun } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mergePatch } from "../../model/merge-patch.ts";
import type { Outcome, Step } from "../../offline/engine/events.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { aliyunInventory } from "./support/aliyun-inventory.ts";
import { changes, everything, everythingFiles, makeBefore } from "./support/everything.ts";
import { describeChanges, expectNoChanges, expectSuccess } from "./support/expect.ts";
import { endPlugin, officialPlugin, officialPluginHome } from "./support/official-plugin.ts";
import { idsOf, takeOver } from "./support/pending.ts";
import { copyOfRepository, type Project, type StackSettings } from "./support/project.ts";

const region = "cn-hangzhou";

/** Kinds of resources in the example. */
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

/** A stack that the vendor's plugin deploys to a separate emulator. */
interface Official extends AsyncDisposable {
  readonly server: AliyunServer;
  readonly project: Project;
  readonly stack: OfflineStack;
  readonly pluginHome: string;
  left(): Promise<string[]>;
}

async function official(settings: StackSettings): Promise<Official> {
  const server = await startAliyun();
  const project = await copyOfRepository();
  const pluginHome = await officialPluginHome(project.directory);
  const stack = await project.stack(
    "official",
    { aliyun: server.url },
    { target: "aliyun", region, settings: { endpoint: server.url }, ...settings },
    { pluginHome },
  );
  return {
    ...{ server, project, stack, pluginHome },
    left: () => aliyunInventory({ endpoint: server.url, region }),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await project[Symbol.asyncDispose]();
    },
  };
}

/** Expects that up, refresh and preview find no changes. */
async function expectSettled(stack: OfflineStack): Promise<void> {
  expectNoChanges(await stack.up());
  expectNoChanges(await stack.refresh());
  expectSuccess(await stack.preview({ args: ["--expect-no-changes"] }));
}

// Runs only where the vendor's plugin is installed: see docs/emulator.md.
describe.skipIf(officialPlugin === undefined)("the official alicloud plugin and the example", () => {
  let run: Official;
  let created: number | undefined;
  let ids: ReadonlyMap<string, string>;

  beforeAll(async () => {
    run = await official({ githubSecret: "not a secret" });
  });
  afterAll(() => run[Symbol.asyncDispose]());

  it("creates every resource of the example at the emulator", async () => {
    const outcome = await run.stack.up();
    expectSuccess(outcome);
    expect(Object.keys(outcome.changes)).toEqual(["create"]);
    created = outcome.changes.create;
    ids = await idsOf(run.stack);
    const kinds = new Set((await run.left()).map((entry) => entry.slice(0, entry.lastIndexOf(" "))));
    expect([...kinds].sort()).toEqual(KINDS);
  });

  it("changes nothing at a second up", async () => {
    const outcome = await run.stack.up();
    expectNoChanges(outcome);
    expect(outcome.changes.same).toBe(created);
  });

  it("changes nothing at a refresh and a preview", () => expectSettled(run.stack));

  it("leaves nothing at the emulator after destroy", async () => {
    const outcome = await run.stack.destroy();
    expectSuccess(outcome);
    expect(outcome.changes).toEqual({ delete: created });
    expect(await run.left()).toEqual([]);
  });

  it("adopts what a killed up was creating, and destroys every resource", async () => {
    const power = new AbortController();
    let made = 0;
    const onStep = ({ op, type }: Step) => {
      if (op === "create" && type.startsWith("alicloud:") && ++made >= 40) power.abort();
    };
    expect((await run.stack.up({ killSignal: power.signal, onStep })).ok).toBe(false);
    await endPlugin(run.pluginHome);
    await run.stack.text(["cancel", "--yes"]);
    expectSuccess(await takeOver(run.stack, ids));
    expectSuccess(await run.stack.up());
    await expectSettled(run.stack);
    expect(new Set((await idsOf(run.stack)).keys())).toEqual(new Set(ids.keys()));
    expectSuccess(await run.stack.destroy());
    expect(await run.left()).toEqual([]);
  });
});

describe.skipIf(officialPlugin === undefined)("the official alicloud plugin with every kind and setting", () => {
  let run: Official;
  let before: string[];
  let spec: unknown = everything;
  const deploy = async (): Promise<Outcome> => {
    await run.project.write("polyfn.json", JSON.stringify(spec));
    return run.stack.up();
  };

  beforeAll(async () => {
    run = await official({ spec: "polyfn.json", pepper: "salt" });
    await makeBefore(run.server.url);
    before = await run.left();
    for (const [file, content] of Object.entries(everythingFiles)) await run.project.write(file, content);
  });
  afterAll(() => run[Symbol.asyncDispose]());

  it("creates every kind and setting, and changes nothing at a second up", async () => {
    expectSuccess(await deploy());
    await expectSettled(run.stack);
  });

  it.each(Object.entries(changes))("applies the change of %s, and changes nothing at the next up", async (_, patch) => {
    spec = mergePatch(spec, patch);
    const outcome = await deploy();
    expectSuccess(outcome);
    expect(describeChanges(outcome)).not.toEqual([]);
    expectNoChanges(await run.stack.up({ args: ["--refresh"] }));
  });

  it("leaves only the earlier resources after destroy", async () => {
    expectSuccess(await run.stack.destroy());
    expect(await run.left()).toEqual(before);
  });
});
