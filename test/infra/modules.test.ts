import { expect, test } from "vitest";
import { build, buildFound, buildOne, filesOf, problemsOf, runPackage } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const ESM = {
  "node_modules/esm-only/package.json": `{ "name": "esm-only", "type": "module", "exports": { "import": "./x.js" } }`,
  "node_modules/esm-only/x.js": `export const x = "from esm-only"; export default "default";`,
};

test("an external module that is never loaded does not have to exist", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import { connect } from "db"; export default () => connect("memory");`,
    "node_modules/db/package.json": `{ "name": "db" }`,
    "node_modules/db/index.js": `let native; try { native = require("pg-native"); } catch { native = "none"; }
const drivers = { pg: () => require("pg-driver"), deep: () => require("@db/oracle/thin"), memory: () => native };
exports.connect = (name) => drivers[name]();`,
  });
  expect(runPackage(await buildOne(directory, { external: ["pg-*", "@db/*"] }))).toBe("none");
});

test("the external packages of defaults and of a function are combined", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `export default () => [() => import("one"), () => import("two")].length;` });
  const built = await build(directory, {
    name: "shop",
    defaults: { external: ["one"] },
    functions: { a: { handler: "a.ts", external: ["two"] } },
  });
  expect(runPackage(built.get("a")?.zip ?? "")).toBe(2);
});

test("a pattern for every package leaves modules of one's own in the bundle", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "package.json": `{ "imports": { "#own": "./lib/own.ts" } }`,
    "a.ts": `import b from "./b"; import own from "#own"; import { sep } from "path";
export default () => [b, own, sep, typeof (() => import("one"))];`,
    "b.ts": `export default "b";`,
    "lib/own.ts": `export default "own";`,
  });
  expect(runPackage(await buildOne(directory, { external: ["*"] }))).toEqual(["b", "own", "/", "function"]);
});

test("an external package is loaded from the package when include adds it", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    ...ESM,
    "a.ts": `import { x } from "esm-only"; import cjs from "cjs/part.js"; export default () => [x, cjs];`,
    "node_modules/cjs/package.json": `{ "name": "cjs" }`,
    "node_modules/cjs/part.js": `module.exports = __dirname.split("/").slice(-2).join("/");`,
  });
  const zip = await buildOne(directory, {
    external: ["esm-only", "cjs"],
    include: ["node_modules/esm-only/**", "node_modules/cjs/**"],
  });
  expect(filesOf(zip)["function.mjs"]).not.toContain("from esm-only");
  expect(runPackage(zip)).toEqual(["from esm-only", "node_modules/cjs"]);
});

test("an external package is loaded from a layer, by import and by require", async () => {
  const [directory, layer] = [temporaryDirectory(), temporaryDirectory()];
  write(layer, {
    ...ESM,
    "node_modules/cjs/package.json": `{ "name": "cjs" }`,
    "node_modules/cjs/index.js": `exports.y = "from cjs";`,
  });
  write(directory, {
    "a.ts": `import all, { x } from "esm-only"; const { y } = require("cjs"); export default () => [all, x, y];`,
  });
  const zip = await buildOne(directory, { external: ["esm-only", "cjs"], layers: ["layer:1"] });
  expect(runPackage(zip, { NODE_PATH: `${layer}/node_modules` })).toEqual(["default", "from esm-only", "from cjs"]);
  expect(runPackage(zip)).toMatch(/^failed: Cannot find package 'esm-only'/);
});

test("an optional package causes a remark when it is external, and none when it is not installed", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import "db"; export default () => 1;`,
    "node_modules/db/package.json": `{ "name": "db" }`,
    "node_modules/db/index.js": `try { require("@db/linux-arm64"); require("./db.node"); } catch {}`,
  });
  const missing = async (external: readonly string[]) =>
    (await buildFound(directory, { name: "shop", functions: { a: { handler: "a.ts", external } } })).remarks
      .filter(({ code }) => code === "external-missing")
      .map(({ message }) => message);
  expect(await missing([])).toEqual([]);
  expect(await missing(["@db/*"])).toEqual([
    'Nothing brings "@db/linux-arm64": code that loads an external package fails there.',
  ]);
});

test("a missing package that the function loads at its start is refused", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `import x from "@db/oracle/thin"; export default () => x;` });
  const work = () => buildOne(directory, { external: ["@db/*"] });
  const problem = {
    path: "functions.a.external",
    message:
      '"@db/oracle" is external, but the function loads it as it starts, and neither nodeModules, include nor the runtime brings it.',
    remedy:
      'Name "@db/oracle" in nodeModules, which copies it with its dependencies, name the layer that brings it in layers, or remove it from external.',
  };
  expect(await problemsOf(work())).toEqual([problem]);
  expect(await problemsOf(work())).toEqual([problem]);
});

test("packages that the runtime has may be external", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `import { Client } from "@cloud/client-db"; export default () => Client;` });
  expect(filesOf(await buildOne(directory, { external: ["@cloud/*"] }))["function.mjs"]).toContain("@cloud/client-db");
});

test("importing polyfn in a handler is an error with a remedy, importing its types is not", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `import { defineApp } from "polyfn"; export default () => defineApp;` });
  expect(await problemsOf(buildOne(directory))).toEqual([
    {
      path: "functions.a.handler",
      message: 'a.ts:1:27: "polyfn" is for describing, deploying and testing an app; it cannot run inside a function',
      remedy: 'Import what handlers need from "polyfn/runtime", and types with `import type`, which leaves no code.',
    },
  ]);
  write(directory, { "a.ts": `import { refused } from "polyfn/adapter"; export default () => refused;` });
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    { remedy: 'Import what an adapter bundles into functions from "polyfn/adapter/shim".' },
  ]);
  write(directory, { "a.ts": `import { AppInput } from "polyfn"; export default (app: AppInput) => typeof app;` });
  expect(runPackage(await buildOne(directory))).toBe("object");
});
