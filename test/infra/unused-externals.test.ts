import { expect, test } from "vitest";
import { buildFound } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const SOURCES = {
  "a.ts": `import type { Pool } from "pg-types";
export default (pool: Pool) => [() => import("db"), pool, () => import("one/part"), () => import("@acme/log")];`,
  "b.ts": `export default () => () => import("two");`,
  "c.ts": "export default { raw: () => 1 };",
  "node_modules/db/package.json": `{ "name": "db" }`,
  "node_modules/db/index.js": `exports.connect = () => { try { return require("pg-native"); } catch {} };`,
};

async function unused(functions: Readonly<Record<string, object>>, defaults?: object) {
  const directory = temporaryDirectory();
  write(directory, SOURCES);
  const spec = { name: "shop", functions, ...(defaults && { defaults }) };
  const found = async () =>
    (await buildFound(directory, spec)).remarks
      .filter(({ code }) => code === "unused-external")
      .map(({ path, message, remedy }) => `${path.join(".")}: ${message} ${remedy.split(",")[0]}`);
  const clean = await found();
  expect(await found()).toEqual(clean);
  return clean;
}

test("patterns count as used when an import of a dependency or a subpath matches", async () => {
  expect(await unused({ a: { handler: "a.ts", external: ["pg-*", "one", "@acme/*", "db"] } })).toEqual([
    'functions.a.external: No import of the function matches "pg-*". Correct it',
  ]);
  expect(await unused({ a: { handler: "a.ts", external: ["pg-*", "one/part", "@acme/*"] } })).toEqual([]);
});

test.each([
  ["pg-natve", 'Did you mean "pg-native"? Otherwise remove it'],
  ["@acem/*", 'Did you mean "@acme/*"? Otherwise remove it'],
  ["@acme/lgo", 'Did you mean "@acme/log"? Otherwise remove it'],
  ["one/prat", "Correct it"],
  ["pg-types", "Correct it"],
])("a function's pattern that no import matches causes a remark: %s", async (pattern, remedy) => {
  expect(await unused({ a: { handler: "a.ts", external: [pattern, "one", "@acme/*"] } })).toEqual([
    `functions.a.external: No import of the function matches "${pattern}". ${remedy}`,
  ]);
});

test("a pattern of defaults causes a remark only if no function uses it", async () => {
  const functions = { a: { handler: "a.ts", external: ["one", "@acme/*"] }, b: { handler: "b.ts" } };
  expect(await unused(functions, { external: ["two", "pg-natve"] })).toEqual([
    'defaults.external: No import of any function matches "pg-natve". Did you mean "pg-native"? Otherwise remove it',
  ]);
});

test("a pattern that a function repeats from defaults is judged by the function's own imports", async () => {
  const b = { handler: "b.ts", external: ["@acme/*", "two"] };
  const functions = { a: { handler: "a.ts", external: ["one"] }, b };
  expect(await unused(functions, { external: ["@acme/*", "db"] })).toEqual([
    'functions.b.external: No import of the function matches "@acme/*". Correct it',
  ]);
});

test("a pattern for every package causes a remark where nothing is imported", async () => {
  expect(await unused({ c: { handler: "c.ts", external: ["*"] } })).toEqual([
    'functions.c.external: No import of the function matches "*". Correct it',
  ]);
});

test("packages of nodeModules need not be imported", async () => {
  expect(await unused({ b: { handler: "b.ts", external: ["two"], nodeModules: ["db"] } })).toEqual([]);
});
