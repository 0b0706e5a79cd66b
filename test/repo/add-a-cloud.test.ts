import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** Folders that a copy of the repository omits. */
const LEFT_OUT = ["node_modules", ".git", ".polyfn", "dist", "plans"];

const SPEC = `
name: shop
resources:
  jobs: { kind: queue, override: { tiny: { queue: { size: 3 } } } }
functions:
  worker: { handler: worker.ts, memory: 512, triggers: { onJob: { kind: queue, queue: jobs } }, permissions: { jobs: [send] } }
`;

/** The steps of docs/add-a-cloud.md, taken in a copy of the repository. */
describe("a cloud that is added as the guide says", () => {
  let copy: string;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "polyfn-cloud-"));
    const wanted = (path: string) =>
      !path
        .slice(repository.length)
        .split(sep)
        .some((part) => LEFT_OUT.includes(part));
    await cp(repository, copy, { recursive: true, filter: wanted });
    await symlink(join(repository, "node_modules"), join(copy, "node_modules"));

    // 1. Copy the template.
    await cp(join(copy, "test/fakes/tiny-cloud"), join(copy, "adapters/tiny"), { recursive: true });
    for (const file of ["adapter", "lowering", "native", "resource-types", "rules", "support"])
      await edit(`adapters/tiny/${file}.ts`, (text) =>
        text.replaceAll("../../../adapters/", "../").replaceAll("../../../model/", "../../model/"),
      );
    // 2. Register it.
    await edit("adapters/index.ts", (text) =>
      text.replace("} as const", '  tiny: async () => (await import("./tiny/adapter.ts")).tinyCloud,\n} as const'),
    );
    await edit("adapters/overrides.ts", (text) =>
      text.replace("interface OverrideTypes {", "interface OverrideTypes {\n    readonly tiny: object;"),
    );
    await writeFile(join(copy, "polyfn.yaml"), SPEC);
    await writeFile(join(copy, "worker.ts"), "export default { queue() {} };\n");
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  async function edit(file: string, change: (text: string) => string): Promise<void> {
    const before = await readFile(join(copy, file), "utf8");
    const after = change(before);
    if (file !== "adapters/tiny/native.ts") expect(after).not.toBe(before);
    await writeFile(join(copy, file), after);
  }

  const node = (...args: string[]) => execa(process.execPath, args, { cwd: copy, reject: false, all: true });
  const polyfn = (...args: string[]) => node("bin/polyfn.mjs", ...args, "--spec", "polyfn.yaml");
  const vitest = async (file: string, name: string) => {
    const run = await node(
      "node_modules/vitest/vitest.mjs",
      "run",
      file,
      "-t",
      name,
      "--reporter=json",
      "--project=unit",
    );
    return JSON.parse(run.stdout.slice(run.stdout.indexOf("{"))) as { numPassedTests: number; numFailedTests: number };
  };

  it("is held to the contract by the compiler", async () => {
    await writeFile(
      join(copy, "tsconfig.cloud.json"),
      JSON.stringify({
        extends: "./tsconfig.json",
        compilerOptions: { incremental: false, tsBuildInfoFile: null },
        include: ["adapters/tiny/adapter.ts"],
      }),
    );
    const { all } = await node("node_modules/typescript-native/bin/tsc", "-p", "tsconfig.cloud.json");
    expect(all).toBe("");
  });

  it("is checked and planned", async () => {
    expect((await polyfn("check", "--target", "tiny")).all).toContain("Tiny Cloud");
    const { stdout } = await polyfn("plan", "--target", "tiny", "--json");
    const { resources } = JSON.parse(stdout) as { resources: { type: string; inputs: object }[] };
    expect(resources.map(({ type }) => type).sort()).toEqual([
      "pulumi:providers:tiny",
      "tiny:index:Function",
      "tiny:index:Resource",
      "tiny:index:Trigger",
    ]);
    expect(resources.find(({ type }) => type === "tiny:index:Resource")?.inputs).toMatchObject({ size: 3 });
  });

  it("is in the support matrix, at the level of proof that it has", async () => {
    const { exitCode } = await node("--import=tsx", "scripts/generate.ts");
    expect(exitCode).toBe(0);
    const matrix = await readFile(join(copy, "docs/support-matrix.md"), "utf8");
    expect(matrix).toMatch(/^\| \| .* \| Tiny Cloud \|$/m);
    expect(matrix).toMatch(/^\| Queue trigger \| .* \| yes `p` \|$/m);
  });

  it("passes the conformance suite at the level plan", async () => {
    const planned = await vitest("test/adapters/plan-level.test.ts", "on 'Tiny Cloud'");
    expect(planned.numFailedTests).toBe(0);
    expect(planned.numPassedTests).toBeGreaterThan(100);
    const table = await vitest("test/repo/conformance.test.ts", "the support table of tiny");
    expect([table.numPassedTests, table.numFailedTests]).toEqual([2, 0]);
  });
});
