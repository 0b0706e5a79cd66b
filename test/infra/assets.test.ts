import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { elf } from "./binaries.ts";
import { buildOne, filesOf, problemsOf, runPackage } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

test.each(["html", "sql", "graphql", "gql", "txt", "md", "csv", "css"])(
  "an import of .%s returns its text",
  async (kind) => {
    const directory = temporaryDirectory();
    write(directory, {
      "a.ts": `import text from "./lib/x.${kind}"; export default () => [text, require("./lib/x.${kind}")];`,
      [`lib/x.${kind}`]: `<p>"é" \${x}</p>\n`,
    });
    expect(runPackage(await buildOne(directory))).toEqual(Array(2).fill(`<p>"é" \${x}</p>\n`));
  },
);

test("an import of .wasm returns the bytes of a file in the package", async () => {
  const directory = temporaryDirectory();
  // (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
  const add = Buffer.from("0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b", "hex");
  write(directory, {
    "a.ts": `import { sum } from "./lib/sum.ts"; export default () => sum(40, 2);`,
    "lib/sum.ts": `import bytes from "./add 1.wasm";
const { instance } = await WebAssembly.instantiate(bytes);
export const sum = instance.exports.add as (a: number, b: number) => number;`,
    "lib/add 1.wasm": add,
  });
  const zip = await buildOne(directory);
  expect(Object.keys(filesOf(zip)).sort()).toEqual(["function.mjs", "function.mjs.map", "index.mjs", "lib/add 1.wasm"]);
  expect(runPackage(zip)).toBe(42);
});

/** Ways to read a file beside a module, in the module's own words. */
const READS = {
  "new URL": `read(new URL("./x.txt", import.meta.url), "utf8")`,
  "URL with escapes": `read(new URL("./b%20c.txt", import.meta.url), "utf8")`,
  __dirname: `read(join(__dirname, "x.txt"), "utf8")`,
  __filename: `read(join(__filename, "../x.txt"), "utf8")`,
  "import.meta.dirname": `read(join(import.meta.dirname, "x.txt"), "utf8")`,
  "own __dirname": `(() => { const __dirname = dirname(fileURLToPath(import.meta.url)); return read(join(__dirname, "x.txt"), "utf8"); })()`,
  "above its folder": `read(new URL("../data/x.txt", import.meta.url), "utf8")`,
  "from the working directory": `read("functions/x.txt", "utf8")`,
  createRequire: `createRequire(import.meta.url)("./x.json")`,
};

test.each(Object.entries(READS))("a file from include is found as in the source tree: %s", async (_, code) => {
  const directory = temporaryDirectory();
  write(directory, {
    "functions/a.ts": `#!/usr/bin/env node
import { readFileSync as read } from "node:fs"; import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url"; import { createRequire } from "node:module";
export default () => [typeof join, typeof dirname, typeof fileURLToPath, typeof createRequire, typeof read].length && ${code};`,
    "functions/x.txt": "found",
    "functions/x.json": `"found"`,
    "functions/b c.txt": "found",
    "data/x.txt": "found",
  });
  const zip = await buildOne(directory, { handler: "functions/a.ts", include: ["functions/*.{txt,json}", "data/**"] });
  expect(runPackage(zip)).toBe("found");
});

test("a dependency finds the files from include next to it", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import font from "fonts"; export default () => font();`,
    "node_modules/fonts/package.json": `{ "name": "fonts", "main": "lib/index.js" }`,
    "node_modules/fonts/lib/index.js": `module.exports = () => require("fs").readFileSync(__dirname + "/data/a.afm", "utf8");`,
    "node_modules/fonts/lib/data/a.afm": "metrics",
  });
  expect(runPackage(await buildOne(directory, { include: ["node_modules/fonts/lib/data/*"] }))).toBe("metrics");
});

test("a file in a literal URL is packaged automatically unless it is hidden", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "app/a.ts": `import { lib } from "../packages/lib/index.ts"; import { readFileSync } from "node:fs";
export default () => [lib(), readFileSync(new URL("./b.txt", import.meta.url), "utf8"), typeof new URL("./.env", import.meta.url)];`,
    "app/b.txt": "b",
    "app/.env": "SECRET=1",
    "packages/lib/index.ts": `import { readFileSync } from "node:fs";
export const lib = () => readFileSync(new URL('./c.txt?raw', import.meta.url), "utf8");`,
    "packages/lib/c.txt": "c",
  });
  const zip = await buildOne(`${directory}/app`);
  expect(runPackage(zip)).toEqual(["c", "b", "object"]);
  expect(Object.keys(filesOf(zip)).sort()).toEqual([
    "_/packages/lib/c.txt",
    "b.txt",
    "function.mjs",
    "function.mjs.map",
    "index.mjs",
  ]);
});

test("stacks keep the user's lines and columns in a module that uses its own path", async () => {
  const directory = temporaryDirectory();
  const code = `export default () => { try { throw new Error(import.meta.url.slice(-4)); } catch (e) { return (e as Error).stack; } };`;
  write(directory, { "a.ts": code });
  const zip = await buildOne(directory);
  expect(runPackage(zip)).toMatch(new RegExp(`a\\.ts\n?[^]*a\\.ts:1:${code.indexOf("new Error") + 1}\\b`));
  expect(JSON.parse(filesOf(zip)["function.mjs.map"] ?? "").sourcesContent).toEqual([code]);
});

test("text that is not UTF-8 is refused", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": 'import text from "./names.csv"; export default () => text;' });
  writeFileSync(join(directory, "names.csv"), Buffer.from("caf\xe9", "latin1"));
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    {
      message: expect.stringContaining("names.csv is not UTF-8 text"),
      remedy: expect.stringContaining("Save it as UTF-8"),
    },
  ]);
});

/** Imports with a suffix, as other bundlers read it, and the files beside the bundle. */
const SUFFIXED = {
  'import bytes from "./lib/x.wasm?module"; export default () => `${bytes.length}`;': "8",
  'import bytes from "./lib/x.wasm#h"; export default () => `${bytes.length}`;': "8",
  'import text from "./lib/x.sql?raw"; export default () => text;': "select",
  'import one from "./lib/x.json?v=1"; export default () => one;': "found",
};

test.each(Object.entries(SUFFIXED))("the suffix of an import changes nothing: %s", async (code, result) => {
  const directory = temporaryDirectory();
  const bytes = Buffer.from("0061736d01000000", "hex");
  write(directory, { "a.ts": code, "lib/x.wasm": bytes, "lib/x.sql": "select", "lib/x.json": `"found"` });
  expect(runPackage(await buildOne(directory))).toBe(result);
});

test("an edit of a file that is imported with a suffix is in the next package", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `import text from "./x.sql?raw"; export default () => text;`, "x.sql": "one" });
  expect(runPackage(await buildOne(directory))).toBe("one");
  write(directory, { "x.sql": "two" });
  expect(runPackage(await buildOne(directory))).toBe("two");
});

test("an addon that is imported with a suffix is packaged", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `export default () => require("./lib/x.node?v=1");`, "lib/x.node": elf({ machine: 62 }) });
  expect(Object.keys(filesOf(await buildOne(directory)))).toContain("lib/x.node");
});
