import { expect, test } from "vitest";
import { elf } from "./binaries.ts";
import { buildFound, bytesOf, problemsOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const ADDON = elf({ machine: 62 });
const OTHER = elf({ machine: 62, needed: ["libc.so.6"] });

/** Two installed versions of a package with an addon: one above the spec's directory, one in it. */
const native = (outer: Buffer, inner: Buffer) => ({
  "package.json": "{}",
  "lib/index.ts": `import native from "native"; export const lib = native;`,
  "app/a.ts": `import { lib } from "../lib/index.ts"; import native from "native"; export default () => [lib, native];`,
  ...Object.fromEntries(
    [["", outer, "1.0.0"] as const, ["app/", inner, "2.0.0"] as const].flatMap(([folder, addon, version]) => [
      [`${folder}node_modules/native/package.json`, JSON.stringify({ name: "native", version, main: "index.js" })],
      [`${folder}node_modules/native/index.js`, `module.exports = require("./x.node");`],
      [`${folder}node_modules/native/x.node`, addon],
    ]),
  ),
});

const build = (directory: string, settings: object = {}) =>
  buildFound(`${directory}/app`, { name: "shop", functions: { a: { handler: "a.ts", ...settings } } });

test("two addons with the same path in the package are refused", async () => {
  const directory = temporaryDirectory();
  write(directory, native(ADDON, OTHER));
  expect(await problemsOf(build(directory))).toEqual([
    {
      path: "functions.a.handler",
      message: expect.stringMatching(
        /^"node_modules\/native\/x\.node" of the package would be two files: (?:\.\.\/)?node_modules\/native\/x\.node and (?:\.\.\/)?node_modules\/native\/x\.node\.$/,
      ),
      remedy: "Let the code use one version of the package, for example with overrides in package.json and npm dedupe.",
    },
  ]);
});

test("two addons with the same path are accepted when they are the same file", async () => {
  const directory = temporaryDirectory();
  write(directory, native(ADDON, ADDON));
  const built = (await build(directory)).artifacts.get("a");
  expect(Object.keys(bytesOf(built?.zip ?? ""))).toContain("node_modules/native/x.node");
});

test("a module that would get another version of a copied package causes a remark", async () => {
  const directory = temporaryDirectory();
  write(directory, native(ADDON, OTHER));
  const remarks = async () => (await build(directory, { nodeModules: ["native"] })).remarks;
  const found = {
    code: "other-version",
    path: ["functions", "a", "nodeModules"],
    message:
      "The package holds one version of what nodeModules names, and modules of the function have another: ../lib/index.ts has native 1.0.0, not 2.0.0.",
  };
  expect(await remarks()).toMatchObject([found]);
  expect(await remarks()).toMatchObject([found]);
});

test("include cannot replace files that nodeModules copies", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a/a.ts": `export default () => require("db");`,
    "a/node_modules/db/package.json": `{ "name": "db", "version": "1.0.0" }`,
    "a/node_modules/db/index.js": "module.exports = 1;",
    "node_modules/db/package.json": `{ "name": "db", "version": "2.0.0" }`,
    "node_modules/db/index.js": "module.exports = 2;",
  });
  const settings = { handler: "a/a.ts", nodeModules: ["db"], include: ["node_modules/db/index.js"] };
  const work = buildFound(directory, { name: "shop", functions: { a: settings } });
  expect(await problemsOf(work)).toEqual([
    {
      path: "functions.a.include.0",
      message:
        '"node_modules/db/index.js" of the package would be two files: a/node_modules/db/index.js and node_modules/db/index.js.',
      remedy: "Remove the pattern, or the package from nodeModules.",
    },
  ]);
});
