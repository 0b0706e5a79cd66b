import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { run } from "../../cli/index.ts";
import { templates } from "../../cli/init/templates.ts";
import { loadSpec } from "../../infra/spec-file.ts";
import { write } from "../infra/project.ts";
import { at, emptyFolder, init, packageJson, type Result } from "./init-folder.ts";
import { polyfn, testIo } from "./polyfn.ts";

const statuses = ({ files }: Result): string[] => [...new Set(files.map(({ status }) => status))].sort();
const NAMES = (await templates()).map(({ name }) => name);

test("there are templates for an API, an image pipeline, a queue worker, a scheduled report and a webhook", () => {
  expect(NAMES).toEqual(["api", "image-pipeline", "queue-worker", "scheduled-report", "webhook"]);
});

describe.each(NAMES)("the template %s", (template) => {
  test.each(["typescript", "yaml"])("is a valid project in %s that every stack accepts", async (language) => {
    const cwd = emptyFolder();
    const { files } = await init(cwd, "--template", template, "--language", language, "--name", "shop");
    const stacks = files.flatMap(({ path }) => /^stacks\/Pulumi\.(.+)\.yaml$/.exec(path)?.[1] ?? []);
    expect(stacks).toEqual(["aliyun-prod", "aws-prod", "local-aliyun", "local-localstack", "local"]);
    for (const stack of stacks) {
      const { code, err } = await polyfn(cwd, "check", "--strict", "--stack", stack);
      expect({ stack, code, err }).toEqual({ stack, code: 0, err: "" });
    }
    const others = files.filter(({ path }) => at(cwd, path).includes("my-app"));
    expect(others).toEqual([]);
  });

  test("has the same spec in both languages", async () => {
    const cwd = emptyFolder();
    await init(cwd, "a", "--template", template, "--name", "shop");
    await init(cwd, "b", "--template", template, "--name", "shop", "--language", "yaml");
    const specIn = async (folder: string) => (await loadSpec(folder, cwd)).input;
    expect(await specIn("b")).toEqual(await specIn("a"));
  });
});

describe("an app's name", () => {
  test("is the folder's, and shorter where names of the template's resources would be too long", async () => {
    const cwd = emptyFolder();
    const { code, out } = await polyfn(
      cwd,
      "init",
      "image-pipeline-typescript",
      "--template",
      "image-pipeline",
      "--no-install",
    );
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("The name is shorter than the folder's") });
    const project = join(cwd, "image-pipeline-typescript");
    const { name } = packageJson(project);
    expect("image-pipeline-typescript".startsWith(String(name))).toBe(true);
    for (const stack of ["local-localstack", "aliyun-prod"]) {
      const checked = await polyfn(project, "check", "--stack", stack);
      expect({ stack, code: checked.code, err: checked.err }).toEqual({ stack, code: 0, err: "" });
    }
  });

  test("of the user's choice is refused where it is too long, with the longest that fits", async () => {
    const given = ["--template", "image-pipeline", "--name", "image-pipeline-typescript", "--no-install", "--yes"];
    const { code, err } = await polyfn(emptyFolder(), "init", ...given);
    expect(code).toBe(2);
    const longest = Number(/Use --name with at most (\d+) characters/.exec(err)?.[1]);
    const fits = "a".repeat(longest);
    await init(emptyFolder(), "--template", "image-pipeline", "--name", fits);
  });
});

describe("a second init", () => {
  test("changes nothing", async () => {
    const cwd = emptyFolder();
    const first = await init(cwd, "--template", "webhook", "--language", "yaml", "--targets", "aws", "--name", "hooks");
    expect(statuses(first)).toEqual(["added"]);
    const second = await init(cwd);
    expect(statuses(second)).toEqual(["unchanged"]);
    expect(second.files).toHaveLength(first.files.length);
  });

  test("keeps changed files, says so, and adds missing ones", async () => {
    const cwd = emptyFolder();
    await init(cwd, "--template", "queue-worker");
    write(cwd, { "functions/worker.ts": "export default { queue() {} };\n" });
    rmSync(join(cwd, "tsconfig.json"));
    const { out } = await polyfn(cwd, "init", "--no-install", "--yes");
    expect(out).toMatch(/functions\/worker.ts +kept, it has other content/);
    expect(out).toMatch(/tsconfig.json +added/);
    expect(out).toMatch(/polyfn.config.ts +unchanged/);
    expect(at(cwd, "functions/worker.ts")).toBe("export default { queue() {} };\n");
  });

  test("takes a file with Windows' line endings for the same", async () => {
    const cwd = emptyFolder();
    const { files } = await init(cwd);
    for (const { path } of files) write(cwd, { [path]: at(cwd, path).replaceAll("\n", "\r\n") });
    expect(statuses(await init(cwd))).toEqual(["unchanged"]);
  });
});

describe("the package manager", () => {
  test("is the one with a lock file above, in the commands and in CI", async () => {
    const cwd = emptyFolder();
    write(cwd, { "pnpm-lock.yaml": "" });
    const { packageManager, next } = await init(cwd, "app");
    expect(packageManager).toBe("pnpm");
    expect(next).toEqual(["cd app", "pnpm install", "pnpm test", "pnpm exec polyfn up -s local"]);
    const workflow = at(cwd, "app/.github/workflows/polyfn.yml");
    expect(workflow).toContain("pnpm install --frozen-lockfile");
    expect(workflow).not.toMatch(/\bnp[mx] /);
  });

  test("has the settings that it needs, but not in a workspace", async () => {
    const cwd = emptyFolder();
    const pnpm = await init(cwd, "a", "--package-manager", "pnpm");
    expect(pnpm.files).toContainEqual({ path: "pnpm-workspace.yaml", status: "added" });
    expect(parse(at(cwd, "a/pnpm-workspace.yaml"))).toEqual({ strictDepBuilds: false });
    await init(cwd, "b", "--package-manager", "yarn");
    expect(parse(at(cwd, "b/.yarnrc.yml"))).toEqual({ nodeLinker: "node-modules" });
    // Every package gets the same copy of the Pulumi SDK.
    expect(packageJson(join(cwd, "b")).resolutions).toEqual({
      "@pulumi/pulumi": packageJson(join(cwd, "b")).dependencies?.["@pulumi/pulumi"],
    });
    write(cwd, { "yarn.lock": "" });
    const member = await init(cwd, "packages/c", "--targets", "aws");
    expect(member.packageManager).toBe("yarn");
    expect(member.files.map(({ path }) => path)).not.toContain(".yarnrc.yml");
  });

  test("CI checks, plans and tests on Linux, macOS and Windows", async () => {
    const cwd = emptyFolder();
    await init(cwd);
    const workflow = parse(at(cwd, ".github/workflows/polyfn.yml"));
    expect(workflow.jobs.check.strategy.matrix.os).toEqual(["ubuntu-latest", "macos-latest", "windows-latest"]);
    const commands = (job: string) => workflow.jobs[job].steps.map(({ run }: { run?: string }) => run);
    expect(commands("check")).toEqual(expect.arrayContaining(["npx polyfn check", "npm run test:unit"]));
    expect(commands("integration")).toContain("npm run test:integration");
  });
});

test.each([
  [["--template", "queue-workr"], /there is no "queue-workr"[\s\S]*Did you mean "queue-worker"\?/],
  [["--targets", "aws,azur"], /there is no "azur"[\s\S]*Use one of aliyun, aws/],
  [["--language", "json"], /there is no "json"[\s\S]*typescript, yaml/],
  [["--name", "My App"], /"My App" cannot be the name of an app/],
  [["--package-manager", "bun"], /there is no "bun"[\s\S]*npm, pnpm, yarn/],
])("refuses %s and writes nothing", async (options, message) => {
  const cwd = emptyFolder();
  const { code, err } = await polyfn(cwd, "init", "--yes", "--no-install", ...options);
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(() => at(cwd, "package.json")).toThrow();
});

test("refuses another language than that of the spec that is there", async () => {
  const cwd = emptyFolder();
  await init(cwd, "--language", "yaml");
  const { code, err } = await polyfn(cwd, "init", "--yes", "--no-install", "--language", "typescript");
  expect(code).toBe(2);
  expect(err).toContain("polyfn.yaml");
});

test("asks for name, language, template and clouds on a terminal", async () => {
  const cwd = emptyFolder();
  const asked: string[] = [];
  const answer =
    <T>(value: T) =>
    async (message: string): Promise<T> => {
      asked.push(message);
      return value;
    };
  const prompts = {
    confirm: answer(true),
    text: answer("mine"),
    select: async (message: string) => answer(message === "Template" ? "webhook" : "yaml")(message),
    selectSeveral: answer(["aws"]),
  };
  const { io, written } = testIo(cwd, { interactive: true, prompts });
  expect(await run(["init", "--no-install"], io)).toBe(0);
  expect(asked).toEqual([
    "Name of the app",
    "Language of the spec",
    "Template",
    "Clouds, each with its counterpart on this machine",
  ]);
  expect(written.out).toContain("mine, a spec in YAML from the template webhook, for aws:");
});
