import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { triggers } from "../../model/triggers/index.ts";
import manifest from "../../package.json" with { type: "json" };
import { write } from "../infra/project.ts";
import { at, emptyFolder, init, packageJson } from "./init-folder.ts";
import { polyfn } from "./polyfn.ts";

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

  test("are those of the folder's own project, not of others below it", async () => {
    const cwd = emptyFolder();
    const [handler] = Object.values(HANDLERS);
    const others = {
      "a/Pulumi.yaml": "name: a",
      "b/polyfn.yaml": "name: b",
      "packages/c/package.json": '{"name":"c"}',
    };
    const folders = ["a", "b", "packages/c", "own"];
    write(cwd, { ...others, ...Object.fromEntries(folders.map((one) => [`${one}/${one.at(-1)}.ts`, handler ?? ""])) });
    // A package without a name only says how its modules are loaded.
    write(cwd, { "own/package.json": '{"type":"module"}' });
    await init(cwd, "--language", "yaml");
    const { functions } = parse(at(cwd, "polyfn.yaml")) as { functions: Record<string, { handler: string }> };
    expect(Object.values(functions).map(({ handler: file }) => file)).toEqual(["own/n.ts"]);
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
