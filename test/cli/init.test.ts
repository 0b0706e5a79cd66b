import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { run } from "../../cli/index.ts";
import { templates } from "../../cli/init/templates.ts";
import { loadSpec } from "../../infra/spec-file.ts";
import { triggers } from "../../model/triggers/index.ts";
import manifest from "../../package.json" with { type: "json" };
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn, testIo } from "./polyfn.ts";

interface Result {
  readonly template?: string;
  readonly language: string;
  readonly targets: string[];
  readonly packageManager: string;
  readonly files: readonly { readonly path: string; readonly status: string }[];
  readonly next: readonly string[];
}

/** Stands in for the installed package, of which specs import this function. */
const INSTALLED = {
  "node_modules/polyfn/package.json": '{ "type": "module", "exports": "./index.js" }',
  "node_modules/polyfn/index.js": "export const defineApp = (spec) => spec;",
};

function emptyFolder(): string {
  const cwd = temporaryDirectory();
  write(cwd, INSTALLED);
  return cwd;
}

/** Runs init without an install and returns what it says it did. */
async function init(cwd: string, ...argv: string[]): Promise<Result> {
  const { code, out, err } = await polyfn(cwd, "init", "--no-install", "--yes", "--json", ...argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as Result;
}

const at = (cwd: string, path: string): string => readFileSync(join(cwd, path), "utf8");
const packageJson = (cwd: string): Record<string, Record<string, string>> => JSON.parse(at(cwd, "package.json"));
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

describe("package.json", () => {
  test("has the packages of the chosen clouds alone, in the versions that polyfn is tested with", async () => {
    const cwd = emptyFolder();
    await init(cwd, "--targets", "aws");
    const { dependencies = {}, devDependencies = {} } = packageJson(cwd);
    expect(dependencies).toEqual({
      "@pulumi/aws": manifest.devDependencies["@pulumi/aws"],
      "@pulumi/pulumi": manifest.dependencies["@pulumi/pulumi"],
      polyfn: manifest.version,
    });
    expect(Object.keys(devDependencies)).toContain("@aws-sdk/client-lambda");
    expect(Object.keys(devDependencies).filter((name) => /alicloud|polyfn|ali-oss/.test(name))).toEqual([]);
  });

  test("keeps scripts, versions and fields of its own", async () => {
    const cwd = emptyFolder();
    const own = { name: "mine", license: "MIT", scripts: { test: "mocha" }, devDependencies: { typescript: "^5.9.0" } };
    write(cwd, { "package.json": JSON.stringify(own) });
    const { files } = await init(cwd);
    expect(files.find(({ path }) => path === "package.json")?.status).toBe("merged");
    const merged = packageJson(cwd);
    expect(merged).toMatchObject({ name: "mine", license: "MIT", scripts: { test: "mocha", types: "tsc" } });
    expect(merged.devDependencies?.typescript).toBe("^5.9.0");
    expect(merged.dependencies).toHaveProperty("polyfn");
    expect(merged).not.toHaveProperty("type");
  });

  test("that is not JSON is the user's to correct, and nothing is written", async () => {
    const cwd = emptyFolder();
    write(cwd, { "package.json": "{" });
    const { code, err } = await polyfn(cwd, "init", "--no-install", "--yes");
    expect(code).toBe(2);
    expect(err).toContain("package.json is not valid JSON.");
    expect(() => at(cwd, "Pulumi.yaml")).toThrow();
  });

  test("may begin with a byte order mark, as editors on Windows write it", async () => {
    const cwd = emptyFolder();
    write(cwd, { "package.json": '\uFEFF{ "name": "mine" }' });
    await init(cwd);
    expect(packageJson(cwd)).toMatchObject({ name: "mine", dependencies: { polyfn: manifest.version } });
  });
});

describe("a folder that no project can be made in is the user's to correct, and nothing is written:", () => {
  test.each<[string, Record<string, string>, string, string]>([
    ["a file", { there: "" }, "there", "lies below a file"],
    ["a path through a file", { there: "" }, "there/app", "lies below a file"],
    ["a file where a folder is needed", { "app/stacks": "" }, "app", "lies below a file"],
    ["a folder where a file is needed", { "app/README.md/x": "" }, "app", "is a folder"],
    ["a folder with the name of a spec", { "app/polyfn.config.ts/x": "" }, "app", "is a folder"],
    ["a Pulumi.yaml that is not YAML", { "app/Pulumi.yaml": "a: [" }, "app", "is not a Pulumi project"],
    ["a Pulumi.yaml without a name", { "app/Pulumi.yaml": "text" }, "app", "is not a Pulumi project"],
    ["a package.json that is a list", { "app/package.json": "[]" }, "app", "package.json cannot be merged"],
    ["scripts that are text", { "app/package.json": '{"scripts":"no"}' }, "app", "package.json cannot be merged"],
    ["no name", {}, "", "The folder is an empty text."],
  ])("%s", async (_, files, folder, message) => {
    const cwd = emptyFolder();
    write(cwd, files);
    const { code, err } = await polyfn(cwd, "init", folder, "--no-install", "--yes");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
    expect(() => at(cwd, join(folder, "program.mjs"))).toThrow();
    expect(() => at(cwd, join(folder, ".gitignore"))).toThrow();
  });
});

describe("handlers without a spec", () => {
  const HANDLERS = {
    "src/front.ts":
      'import { defineHandler } from "polyfn/runtime";\nexport default defineHandler({ http: () => new Response() });\n',
    "src/jobs.js": "export default { async queue(batch) {}, schedule() {} };\n",
    "src/log.ts": "export function log(text: string) {}\nexport const level = 1;\nexport function trace() {}\n",
    "src/jobs.test.ts": "export default { queue() {} };\n",
  };

  test.each(["typescript", "yaml"])("get a spec in %s that is made from their methods", async (language) => {
    const cwd = emptyFolder();
    write(cwd, HANDLERS);
    const { template, files } = await init(cwd, "--language", language, "--name", "shop");
    expect(template).toBeUndefined();
    expect(files.map(({ path }) => path)).toContain(language === "yaml" ? "polyfn.yaml" : "polyfn.config.ts");
    const { code, err } = await polyfn(cwd, "check");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const planned = (await polyfn(cwd, "plan", "--target", "aws", "--inputs")).out;
    expect(planned).toContain("shop-plan-front");
    expect(planned).toContain("shop-plan-jobs-queue");
    expect(planned).not.toContain("shop-plan-log");
  });

  test("get a trigger of every kind that the checks accept", async () => {
    const cwd = emptyFolder();
    // A function has one address, and does not follow its own log.
    const kinds = [
      ["http", "schedule", "queue", "topic", "bucket", "stream", "table", "bus"],
      ["webhook", "log"],
    ];
    const handler = (names: readonly string[]) =>
      `export default { ${names.map((kind) => `${kind}() {}`).join(", ")} };\n`;
    write(cwd, { "first.ts": handler(kinds[0] ?? []), "second.ts": handler(kinds[1] ?? []) });
    await init(cwd, "--language", "yaml");
    const { functions } = parse(at(cwd, "polyfn.yaml")) as { functions: Record<string, { triggers: object }> };
    const proposed = Object.values(functions).map((fn) => Object.keys(fn.triggers).sort());
    expect(proposed).toEqual(kinds.map((names) => [...names].sort()));
    expect(kinds.flat().sort()).toEqual(Object.keys(triggers).sort());
    const { err } = await polyfn(cwd, "check");
    expect(err).toBe("");
  });
});

describe("a Pulumi program of the user's own", () => {
  test("is kept, and the command says what to add to it", async () => {
    const cwd = emptyFolder();
    const own = { "Pulumi.yaml": "name: mine\nruntime: nodejs\nmain: index.js\n", "index.js": "export {};\n" };
    write(cwd, own);
    const { files, next } = await init(cwd);
    expect(files.map(({ path }) => path).filter((path) => /Pulumi|program/.test(path))).toEqual([]);
    expect(at(cwd, "Pulumi.yaml")).toBe(own["Pulumi.yaml"]);
    expect(next.join("\n")).toContain('import deploySpec from "polyfn/program";');
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
    expect(parse(at(cwd, "a/pnpm-workspace.yaml")).allowBuilds).toMatchObject({ esbuild: false });
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
