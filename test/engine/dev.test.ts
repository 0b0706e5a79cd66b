import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeployedPart, Operator } from "../../adapters/operate.ts";
import { aliyunEmulator, ministack, startTemporaryServer, type TemporaryServer } from "../../offline/endpoint/index.ts";
import { offlineOperator } from "../../offline/drivers/operator.ts";
import { changed } from "../../offline/engine/events.ts";
import type { OfflineStack } from "../../offline/engine/stack.ts";
import { DevProcess } from "./support/dev-process.ts";
import { type Project, quiet, smallProject } from "./support/project.ts";

const command = fileURLToPath(new URL("../../bin/polyfn.mjs", import.meta.url));

const spec = (value: string): string => `import { defineApp } from "polyfn";
import { value } from "./value.ts";
export default defineApp({
  name: "shop",
  functions: {
    a: { handler: "functions/a.ts", triggers: { url: { kind: "http" } }, environment: { VALUE: "${value}" + value } },
    b: { handler: "functions/b.ts", triggers: { url: { kind: "http" } } },
  },
});
`;
const handler = (text: string): string => `import { shared } from "./shared.ts";
export default { http: () => new Response(\`${text} \${shared} \${process.env.VALUE ?? "-"}\`) };
`;
const shared = (text: string): string => `export const shared = "${text}";\n`;

/** Both clouds on this machine, by the targets' names. */
const REGIONS = { localstack: "us-east-1", aliyun: "cn-hangzhou" } as const;
type Target = keyof typeof REGIONS;
const targets = (Object.keys(REGIONS) as Target[]).sort();

describe("polyfn dev", () => {
  let project: Project;
  let servers: Readonly<Record<Target, TemporaryServer>>;
  let stack: OfflineStack;
  const operators = new Map<Target, Operator>();

  beforeAll(async () => {
    const [localstack, aliyun] = await Promise.all([
      startTemporaryServer(ministack, quiet),
      startTemporaryServer(aliyunEmulator, quiet),
    ]);
    servers = { localstack, aliyun };
    project = await smallProject();
    await project.write("polyfn.config.ts", spec("one"));
    await project.write("value.ts", 'export const value = "";\n');
    await sources("a0", "b0", "s0");
    const addresses = { localstack: localstack.url, aliyun: aliyun.url };
    const places = targets.map((target) => ({ target, settings: { endpoint: addresses[target] } }));
    stack = await project.stack("local", addresses, { targets: places });
    for (const target of targets) {
      operators.set(target, await offlineOperator(target, { endpoint: addresses[target], region: REGIONS[target] }));
    }
  });
  afterAll(async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    await project[Symbol.asyncDispose]();
  });

  const write = (name: string, content: string) => project.write(`functions/${name}.ts`, content);

  async function sources(a: string, b: string, both: string): Promise<void> {
    await write("a", handler(a));
    await write("b", handler(b));
    await write("shared", shared(both));
  }

  /** A function's answer on each cloud. */
  async function answers(fn: "a" | "b"): Promise<string[]> {
    const outputs = await stack.outputs();
    return Promise.all(
      targets.map(async (target) => {
        const app = (outputs[`shop-${target}-${REGIONS[target]}`] ?? outputs) as {
          functions: Record<string, DeployedPart>;
        };
        const response = await operators.get(target)?.request(app.functions[fn]?.url ?? "");
        return response?.body.toString() ?? "";
      }),
    );
  }

  const same = (text: string): string[] => targets.map(() => text);

  /** Waits until a function was swapped on every cloud. */
  async function swapped(dev: DevProcess, fn: string): Promise<void> {
    const left = new Set<string>(targets);
    while (left.size > 0) left.delete((await dev.next("swapped", (report) => report.function === fn)).place);
  }

  /** Forty edits without a pause, a quarter of which do not build. */
  async function randomEdits(): Promise<void> {
    const edit = fc.tuple(fc.constantFrom("a", "b", "shared"), fc.constantFrom("0", "1", "2", "!"));
    const [edits = []] = fc.sample(fc.array(edit, { minLength: 40, maxLength: 40 }), { numRuns: 1, seed: 7 });
    for (const [name, version] of edits) {
      if (version === "!") await write(name, "export default {");
      else await write(name, name === "shared" ? shared(`s${version}`) : handler(name + version));
    }
  }

  /** Waits until a function answers this on every cloud. */
  async function answered(dev: DevProcess, fn: "a" | "b", text: string): Promise<void> {
    for (;;) {
      const known = dev.reports.length;
      if ((await answers(fn)).every((answer) => answer === text)) return;
      await dev.moreThan(known);
    }
  }

  /** Names of the functions of which the engine would change something. */
  async function wouldChange(): Promise<string[]> {
    const outcome = await stack.preview();
    expect(outcome.problems).toEqual([]);
    return functionsIn(changed(outcome));
  }

  function functionsIn(changes: readonly { readonly name: string }[]): string[] {
    const names = changes.map(({ name }) => /^shop-(\w+)-(?:us-east-1|cn-hangzhou)-([ab])\b/.exec(name));
    return [...new Set(names.map((found) => `${found?.[2]} on ${found?.[1]}`))].sort();
  }

  const polyfn = (...args: string[]) =>
    execa(process.execPath, [command, "pulumi", "-s", "local", "--", ...args], {
      cwd: project.directory,
      stdin: "ignore",
      reject: false,
    });

  it("swaps saved code, keeps the old code of broken sources, deploys a changed spec, and leaves the state true", async () => {
    await using dev = new DevProcess(project.directory);
    await dev.next("ready");
    expect(await answers("a")).toEqual(same("a0 s0 one"));

    await write("a", handler("a1"));
    await swapped(dev, "a");
    expect(await answers("a")).toEqual(same("a1 s0 one"));
    expect(await answers("b")).toEqual(same("b0 s0 -"));

    await write("b", "export default {");
    await dev.next("broken", (report) => report.function === "b");
    expect(await answers("b")).toEqual(same("b0 s0 -"));
    await write("b", handler("b0"));
    await dev.next("ready");

    await project.write("value.ts", 'export const value = "two";\n');
    const { changes } = await dev.next("deployed");
    expect(changes.map(({ operation }) => operation)).toContain("update");
    await dev.next("ready");
    expect(await answers("a")).toEqual(same("a1 s0 onetwo"));

    await randomEdits();
    await sources("a1", "b9", "s1");
    await Promise.all([answered(dev, "a", "a1 s1 onetwo"), answered(dev, "b", "b9 s1 -")]);

    const refused = await polyfn("preview");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('polyfn dev works on the stack "local"');
    const second = new DevProcess(project.directory);
    await expect(second.next("ready")).rejects.toThrow("polyfn dev already works on the stack");

    expect(await dev.interrupt()).toBe(0);
    expect(dev.reports.filter(({ event }) => event === "restored")).toHaveLength(2 * targets.length);
    expect(existsSync(join(project.directory, ".polyfn/dev/local.json"))).toBe(false);
    // The change of the spec deployed a1; what was swapped afterwards is gone.
    expect(await answers("a")).toEqual(same("a1 s0 onetwo"));
    expect(await answers("b")).toEqual(same("b0 s0 -"));
    await write("shared", shared("s0"));
    expect(await wouldChange()).toEqual(targets.map((target) => `b on ${target}`));
  });

  it("is put back by the next command after it was killed", async () => {
    await using dev = new DevProcess(project.directory);
    // It deploys what differs, and nothing else.
    const { changes } = await dev.next("deployed");
    expect(functionsIn(changes)).toEqual(targets.map((target) => `b on ${target}`));
    await dev.next("ready");
    expect(await answers("b")).toEqual(same("b9 s0 -"));
    await write("a", handler("a7"));
    await swapped(dev, "a");

    await dev.kill();
    await write("a", handler("a1"));
    expect(await answers("a")).toEqual(same("a7 s0 onetwo"));
    const plain = await stack.preview();
    expect(plain.ok).toBe(false);
    expect(plain.problems.join()).toContain("polyfn dev was interrupted");

    const { exitCode, stderr, stdout } = await polyfn("refresh", "--yes", "--expect-no-changes");
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stderr).toContain("putting back the deployed code of localstack/a");
    expect(await answers("a")).toEqual(same("a1 s0 onetwo"));
    expect(await wouldChange()).toEqual([]);
  });
});
