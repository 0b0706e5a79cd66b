import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadSpec, SPEC_FILES } from "../../infra/spec-file.ts";
import { UserError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "polyfn-spec-"));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(join(directory, name), text);

/** The message and remedy of the user's mistake. */
async function refusal(path?: string): Promise<string> {
  const error: unknown = await loadSpec(path, directory).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`Not a UserError: ${String(error)}`);
  return `${error.message} ${error.remedy}`;
}

/** The same in a separate process: the test runner has its own source maps, which hide those of Node.js. */
async function refusalOutside(): Promise<string> {
  const module = new URL("../../infra/spec-file.ts", import.meta.url).href;
  const script = `import { loadSpec } from ${JSON.stringify(module)};
    await loadSpec(undefined, ${JSON.stringify(directory)}).catch((error) => console.log(error.message));`;
  const { stdout } = await execa("node", ["--import", "tsx", "--input-type=module", "--eval", script]);
  return stdout;
}

describe("loading a spec file", () => {
  test.each([
    ["polyfn.yaml", "name: shop\nfunctions:\n  f: &f { handler: f.ts }\n  g: { <<: *f, memory: 512 }\n"],
    ["polyfn.yml", 'name: "shop"\nfunctions: {f: {handler: f.ts}, g: {handler: f.ts, memory: 512}}'],
    ["polyfn.json", '\uFEFF{"name":"shop","functions":{"f":{"handler":"f.ts"},"g":{"handler":"f.ts","memory":512}}}'],
    [
      "polyfn.config.ts",
      `import { defineApp } from "polyfn";
       const handler: string = "f.ts";
       export default defineApp({ name: "shop", functions: { f: { handler }, g: { handler, memory: 512 } } });`,
    ],
    [
      "polyfn.config.mjs",
      'export default { name: "shop", functions: { f: { handler: "f.ts" }, g: { handler: "f.ts", memory: 512 } } };',
    ],
    [
      "polyfn.config.js",
      'module.exports = { name: "shop", functions: { f: { handler: "f.ts" }, g: { handler: "f.ts", memory: 512 } } };',
    ],
  ])("loads %s", async (name, text) => {
    await write(name, text);
    const { input, ...place } = await loadSpec(undefined, directory);
    expect(input).toEqual({ name: "shop", functions: { f: { handler: "f.ts" }, g: { handler: "f.ts", memory: 512 } } });
    expect(place).toEqual({ file: join(directory, name), directory, origin: name });
  });

  test("loads a file or a directory by its path and reports the path relative to the working directory", async () => {
    await mkdir(join(directory, "sub"));
    await write("sub/polyfn.json", '{"name":"sub"}');
    for (const path of ["sub", "sub/polyfn.json", join(directory, "sub")]) {
      expect(await loadSpec(path, directory)).toMatchObject({
        input: { name: "sub" },
        origin: join("sub", "polyfn.json"),
      });
    }
  });

  test("prefers TypeScript to YAML in one directory", async () => {
    await write("polyfn.yaml", "name: yaml");
    await write("polyfn.config.ts", 'export default { name: "ts" };');
    expect((await loadSpec(undefined, directory)).input).toEqual({ name: "ts" });
  });
});

describe("loading an invalid spec file", () => {
  test("lists the file names it looked for in an empty directory", async () => {
    const message = await refusal();
    for (const name of SPEC_FILES) expect(message).toContain(name);
  });

  test("names a missing file and an unknown file extension", async () => {
    expect(await refusal("gone.yaml")).toContain('"gone.yaml"');
    await write("spec.toml", "");
    expect(await refusal("spec.toml")).toContain('".toml"');
  });

  test("reports every YAML mistake with its line and without quoting the file", async () => {
    await write("polyfn.yaml", "name: shop\nname: again\npassword: s3cr3t [\nfoo: [1\n");
    const message = await refusal();
    expect(message).toMatch(/polyfn\.yaml:2:1 .*unique/);
    expect(message).toMatch(/polyfn\.yaml:5:1 /);
    expect(message).not.toContain("s3cr3t");
  });

  test("reports a JSON mistake without quoting the file", async () => {
    await write("polyfn.json", '{\n  "name": "shop",\n  "password": s3cr3t }');
    expect(await refusal()).not.toContain("3cr3t");
    await write("polyfn.json", '{\n  "name": "shop",\n}');
    expect(await refusal()).toContain("polyfn.json:3:1");
  });

  test("asks for a default export when a module has none", async () => {
    await write("polyfn.config.ts", "export const spec = {};");
    expect(await refusal()).toContain("export default defineApp");
  });

  test("reports the line of a module that cannot be parsed or that throws", async () => {
    await write("package.json", '{"type":"module"}');
    await write("polyfn.config.ts", "const a = 1;\n\nthrow new TypeError('no ' + a);\n");
    expect(await refusalOutside()).toContain('"polyfn.config.ts:3:7" can\'t be loaded. TypeError: no 1');
    await write("polyfn.config.ts", "export default {\n  ,\n};\n");
    expect(await refusal()).toContain("polyfn.config.ts:2:2");
    await write("polyfn.config.ts", 'import "./gone.ts";\nexport default {};\n');
    expect(await refusal()).toContain("gone.ts");
  });
});

test("loads a YAML spec with anchors under x- keys", async () => {
  await write(
    "polyfn.yaml",
    "x-small: &small { memory: 128 }\nname: app\nfunctions: { f: { <<: *small, handler: f.ts } }\n",
  );
  const { input } = await loadSpec(undefined, directory);
  expect(parseApp(input).functions.get("f")?.memory).toBe(128);
});
