import { expect, test } from "vitest";
import { elf } from "./binaries.ts";
import { buildFound, buildOne, bytesOf, problemsOf, runPackage } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const ADDON = elf({ machine: 62 });

/** Ways to import a file next to a module through a `require` that the module creates. */
const REQUIRES = {
  "call at once": `import { createRequire } from "node:module"; export default () => createRequire(import.meta.url)("./x.json");`,
  "renamed creator": `import { createRequire as cr } from "node:module"; const r = cr(import.meta.url);
export default () => r("./x.json");`,
  "creator in a constant": `import * as m from "node:module"; const cr = m.createRequire; const r = cr(import.meta.url);
export default () => r("./x.json");`,
  "named require": `import { createRequire } from "module"; const require = createRequire(import.meta.url);
export default () => [require("./x.json"), typeof require.resolve][0];`,
  "any name": `import { createRequire as make } from "node:module"; import { createRequire } from "node:module";
const load = createRequire(import.meta.url); export default () => [load("./x.json"), make][0];`,
  namespace: `import * as m from "node:module"; const load = m.createRequire(__filename); export default () => load("./x.json");`,
  "default import": `import m from "node:module"; export default () => m.createRequire(import.meta.filename)("./x.json");`,
  "path in a constant": `import { createRequire } from "node:module"; const file = "./x.json" as const;
const load = createRequire(import.meta.url); export default () => load(file);`,
  "template in a constant": `const name = "x"; export default () => require(\`./\${name}.json\`);`,
  "joined path": `import { join } from "node:path"; export default () => require(join(__dirname, "x.json"));`,
  "path from import.meta": `import { fileURLToPath } from "node:url"; import { dirname, resolve } from "node:path";
const here = dirname(fileURLToPath(import.meta.url)); export default () => require(resolve(here, "x.json"));`,
  "import of a constant": `const file = "./x.json"; export default async () => (await import(file)).default;`,
};

test.each(Object.entries(REQUIRES))("the bundle contains a module that is imported by a %s", async (_, code) => {
  const directory = temporaryDirectory();
  write(directory, { "lib/a.ts": code, "lib/x.json": `"found"` });
  const zip = await buildOne(directory, { handler: "lib/a.ts" });
  expect(runPackage(zip)).toBe("found");
  expect(Object.keys(bytesOf(zip)).sort()).toEqual(["function.mjs", "function.mjs.map", "index.mjs"]);
});

test.each([`createRequire(import.meta.url)("./x.node")`, `load("./x.node")`])(
  "a require of a missing file is an error: %s",
  async (call) => {
    const directory = temporaryDirectory();
    write(directory, {
      "lib/a.ts": `import { createRequire } from "node:module"; const load = createRequire(import.meta.url);
export default () => [load, ${call}];`,
    });
    expect(await problemsOf(buildOne(directory, { handler: "lib/a.ts" }))).toMatchObject([
      {
        message: expect.stringMatching(/^lib\/a\.ts:2:\d+: Could not resolve "\.\/x\.node"/),
        remedy: "Correct the path of the import.",
      },
    ]);
  },
);

/** Ways to load a native addon next to a module. */
const ADDONS = {
  "a require of its own": `import { createRequire } from "node:module"; export default () => createRequire(import.meta.url)("./x.node");`,
  "process.dlopen of a URL": `import { fileURLToPath } from "node:url";
export default () => process.dlopen(module, fileURLToPath(new URL("./x.node", import.meta.url))); declare const module: object;`,
  "process.dlopen of a joined path": `import { join } from "node:path"; const file = join(__dirname, "x.node");
export default () => process.dlopen({ exports: {} } as never, file);`,
  "require.resolve": `export default () => process.dlopen({} as never, require.resolve("./x.node"));`,
};

test.each(Object.entries(ADDONS))("an addon that is loaded by %s is packaged and checked", async (_, code) => {
  const directory = temporaryDirectory();
  write(directory, { "lib/a.ts": code, "lib/x.node": ADDON });
  expect(Object.keys(bytesOf(await buildOne(directory, { handler: "lib/a.ts" })))).toContain("lib/x.node");
  write(directory, { "lib/x.node": "MZ" });
  expect(await problemsOf(buildOne(directory, { handler: "lib/a.ts" }))).toMatchObject([
    { message: expect.stringContaining("lib/x.node is no native addon: it does not begin like an ELF file") },
  ]);
});

test("require.resolve of a file returns its path in the package", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "lib/a.ts": `export default () => [require("fs").readFileSync(require.resolve("./x.bin"), "utf8")];`,
    "lib/x.bin": "found",
  });
  expect(runPackage(await buildOne(directory, { handler: "lib/a.ts" }))).toEqual(["found"]);
});

async function remarksOf(code: string, settings: object = {}) {
  const directory = temporaryDirectory();
  write(directory, { "lib/a.ts": code, "lib/there.txt": "x", "lib/folder/x.txt": "x", "lib/.hidden": "x" });
  const functions = { a: { handler: "lib/a.ts", ...settings } };
  const { remarks } = await buildFound(directory, { name: "shop", functions });
  return remarks.map(({ code, message }) => `${code}: ${message}`);
}

test.each([
  [
    `new URL("./missing.html", import.meta.url)`,
    'The code names "lib/missing.html" beside itself, and there is no such file.',
  ],
  [`join(__dirname, "missing")`, 'The code names "lib/missing" beside itself, and there is no such file.'],
  [`join(__dirname, "there.txt")`, 'The code names "lib/there.txt" beside itself, and it is not in the package.'],
  [
    `new URL("./there.txt/x", import.meta.url)`,
    'The code names "lib/there.txt/x" beside itself, and there is no such file.',
  ],
  [
    `new URL("./.hidden", import.meta.url)`,
    'The code names "lib/.hidden" beside itself, and it is not in the package.',
  ],
  [`new URL("./folder/", import.meta.url)`, 'The code names "lib/folder" beside itself, and it is not in the package.'],
])("a named file that is not packaged causes a remark: %s", async (code, message) => {
  const text = `import { join } from "node:path"; export default () => [join, ${code}];`;
  expect(await remarksOf(text)).toEqual([`file-not-included: ${message}`]);
});

test.each([
  [`new URL(".", import.meta.url)`, {}],
  [`new URL("../", import.meta.url)`, {}],
  [`new URL("./there.txt", import.meta.url)`, {}],
  [`new URL("./folder/", import.meta.url)`, { include: ["lib/folder/*"] }],
  [`join(__dirname, "folder")`, { include: ["lib/folder/*"] }],
  [`new URL("./.hidden", import.meta.url)`, { include: ["lib/.hidden"] }],
])("a named file that is packaged causes no remark: %s", async (code, settings) => {
  const text = `import { join } from "node:path"; export default () => [join, ${code}];`;
  expect(await remarksOf(text, settings)).toEqual([]);
});

test.each([
  ["require(process.env.NAME ?? '')", "lib/a.ts:2: require(process.env.NAME ?? '')"],
  ["import(name)", "lib/a.ts:2: import(name)"],
  ["createRequire(process.cwd())('./x')", "lib/a.ts:2: createRequire(process.cwd())"],
  ["load(name)", "lib/a.ts:2: load(name)"],
  ["process.dlopen({} as never, name)", "lib/a.ts:2: process.dlopen({} as never, name)"],
  ["require.resolve('some-package')", "lib/a.ts:2: require.resolve('some-package')"],
])("code with an unknown path causes a remark: %s", async (code, call) => {
  const text = `import { createRequire } from "node:module"; const load = createRequire(import.meta.url);
export default (name: string) => [createRequire, load, () => ${code}];`;
  expect(await remarksOf(text)).toEqual([
    `unseen-file: The code computes what it loads, so polyfn cannot see whether it is in the package: ${call}.`,
  ]);
});

test("a path that begins with a folder bundles every matching file without a remark", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `export default async (name: string) => [(await import("./locale/" + (name.length ? "de" : "en") + ".ts")).default].length;`,
    "locale/de.ts": "export default 'de';",
    "locale/en.ts": "export default 'en';",
  });
  const { remarks } = await buildFound(directory, { name: "shop", functions: { a: { handler: "a.ts" } } });
  expect(remarks).toEqual([]);
});

test("a name with several possible values is left unchanged", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `const file = "./one.json"; const other = (file: string) => () => require(file); export default () => [file, other].length;`,
  });
  expect(runPackage(await buildOne(directory))).toBe(2);
});

test("a dependency's own require is followed when it resolves, and otherwise no error", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import { version, other } from "db"; export default () => [version, typeof other];`,
    "node_modules/db/package.json": `{ "name": "db", "type": "module", "version": "1.2.3", "main": "x.js" }`,
    "node_modules/db/x.js": `import { createRequire } from "module"; const require = createRequire(import.meta.url);
export const { version } = require("./package.json"); export const other = () => require("not-installed");`,
  });
  expect(runPackage(await buildOne(directory))).toEqual(["1.2.3", "function"]);
});
