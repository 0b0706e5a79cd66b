import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { build, buildOne, bytesOf, problemsOf, runPackage } from "./builds.ts";
import { HANDLER, npm, ODD, placesIn } from "./npm-packages.ts";
import { temporaryDirectory, write } from "./project.ts";

test("a package is copied with its production dependencies in their installed versions", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...npm("node_modules/odd", "1", ["one", "two"], { devDependencies: { tool: "*" } }),
    ...npm("node_modules/one", "1", ["two", "@s/three"]),
    ...npm("node_modules/one/node_modules/two", "1"),
    ...npm("node_modules/@s/three", "3", ["two", "odd-twin"]),
    ...npm("node_modules/odd-twin", "1", ["two"]),
    ...npm("node_modules/two", "2"),
    ...npm("node_modules/tool", "1"),
    ...npm("node_modules/unrelated", "1"),
  });
  const zip = await buildOne(directory, ODD);
  expect(placesIn(zip)).toEqual([
    "node_modules/@s/three",
    "node_modules/odd",
    "node_modules/odd-twin",
    "node_modules/one",
    "node_modules/one/node_modules/two",
    "node_modules/two",
  ]);
  const three = ["@s/three@3", ["two@2"], ["odd-twin@1", ["two@2"]]];
  expect(runPackage(zip)).toEqual(["odd@1", ["one@1", ["two@1"], three], ["two@2"]]);
});

/** Moves packages of a flat project into the folders and links of a strict one. */
function withLinks(directory: string, packages: Readonly<Record<string, readonly string[]>>): void {
  const store = join(directory, "node_modules/.store");
  for (const [id, dependencies] of Object.entries(packages)) {
    const [name = ""] = id.split("@");
    write(
      directory,
      npm(
        `node_modules/.store/${id}/node_modules/${name}`,
        id.split("@")[1] ?? "",
        dependencies.map((one) => one.split("@")[0] ?? ""),
      ),
    );
    for (const dependency of dependencies) {
      const to = dependency.split("@")[0] ?? "";
      symlinkSync(join(store, dependency, "node_modules", to), join(store, id, "node_modules", to));
    }
  }
}

test("packages that are installed with links are found and packaged without links", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": HANDLER });
  withLinks(directory, {
    "two@1": [],
    "two@2": ["odd@1"],
    "one@1": ["two@1"],
    "three@1": ["two@1"],
    "odd@1": ["one@1", "three@1", "two@2"],
  });
  symlinkSync(".store/odd@1/node_modules/odd", join(directory, "node_modules/odd"));
  // "two@2" and "odd" load each other, as packages may: what is not loaded yet is empty.
  expect(runPackage(await buildOne(directory, ODD), { NODE_NO_WARNINGS: "1" })).toEqual([
    "odd@1",
    ["one@1", ["two@1"]],
    ["three@1", ["two@1"]],
    ["two@2", {}],
  ]);
});

test("packages above the spec's directory in the same repository are found", async () => {
  const root = temporaryDirectory();
  write(root, {
    "services/shop/a.ts": `import odd from "odd"; import own from "own"; export default () => [odd, own];`,
    ...npm("packages/own", "0", ["odd"]),
    ...npm("packages/own/node_modules/dev-tool", "1"),
    "packages/own/.env": "SECRET=1",
    ...npm("node_modules/odd", "1", ["one"]),
    ...npm("node_modules/one", "1"),
  });
  symlinkSync("../packages/own", join(root, "node_modules/own"));
  const directory = join(root, "services/shop");
  const zip = await buildOne(directory, { nodeModules: ["own", "odd"] });
  expect(runPackage(zip)).toEqual([
    ["odd@1", ["one@1"]],
    ["packages/own@0", ["odd@1", ["one@1"]]],
  ]);
  expect(Object.keys(bytesOf(zip)).filter((path) => /\.env|dev-tool/.test(path))).toEqual([]);
});

test.each([
  [
    "node_modules/odd/**",
    `"node_modules/odd/**" matches no file: the package is installed above the spec's directory, in ../node_modules/odd.`,
  ],
  [
    "../node_modules/odd/**",
    `"../node_modules/odd/**" leads out of the spec's directory, which a package cannot hold: paths in it are the same as there.`,
  ],
])("the error for include %s suggests nodeModules for packages above the spec", async (pattern, message) => {
  const root = temporaryDirectory();
  write(root, { "shop/a.ts": "export default () => 1;", ...npm("node_modules/odd", "1") });
  expect(await problemsOf(buildOne(join(root, "shop"), { include: [pattern] }))).toEqual([
    {
      path: "functions.a.include.0",
      message,
      remedy: `Name "odd" in nodeModules, which finds packages above the spec's directory, too, and brings their dependencies.`,
    },
  ]);
});

test("the nodeModules of defaults and of a function are combined", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...npm("node_modules/odd", "1"),
    ...npm("node_modules/even", "1"),
    "p/app.py": "def handler(event, context): pass",
  });
  const built = await build(directory, {
    name: "shop",
    defaults: { nodeModules: ["even"] },
    functions: { a: { handler: "a.ts", ...ODD }, p: { handler: "p/app.py", runtime: "python" } },
  });
  expect(placesIn(built.get("a")?.zip ?? "")).toEqual(["node_modules/even", "node_modules/odd"]);
  expect(placesIn(built.get("p")?.zip ?? "")).toEqual([]);
});

test("the package is rebuilt when a dependency changes, and has the same bytes however it is installed", async () => {
  const [flat, linked] = [temporaryDirectory(), temporaryDirectory()];
  write(flat, { "a.ts": HANDLER, ...npm("node_modules/odd", "1", ["one"]), ...npm("node_modules/one", "1") });
  write(linked, { "a.ts": HANDLER });
  withLinks(linked, { "one@1": [], "odd@1": ["one@1"] });
  symlinkSync(".store/odd@1/node_modules/odd", join(linked, "node_modules/odd"));
  const before = readFileSync(await buildOne(flat, ODD));
  expect(readFileSync(await buildOne(linked, ODD)).equals(before)).toBe(true);
  write(flat, npm("node_modules/one", "2"));
  expect(runPackage(await buildOne(flat, ODD))).toEqual(["odd@1", ["one@2"]]);
  write(flat, npm("node_modules/odd/node_modules/one", "3"));
  expect(runPackage(await buildOne(flat, ODD))).toEqual(["odd@1", ["one@3"]]);
});

test("a pattern with ! excludes files of copied packages", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...npm("node_modules/odd", "1"),
    "node_modules/odd/docs/manual.md": "long",
  });
  const zip = await buildOne(directory, { ...ODD, include: ["!node_modules/odd/docs"] });
  expect(Object.keys(bytesOf(zip)).filter((path) => path.includes("docs"))).toEqual([]);
});

test.each([
  [
    "a package that is not installed",
    {},
    {
      path: "functions.a.nodeModules.odd",
      message: '"odd" is not installed: no node_modules folder beside the handler or above it has it.',
      remedy: "Install it beside the handler (npm install odd), or correct the name.",
    },
  ],
  [
    "a misspelt package",
    npm("node_modules/oddd", "1"),
    { path: "functions.a.nodeModules.odd", remedy: 'Did you mean "oddd"? Otherwise install it (npm install odd).' },
  ],
  [
    "a dependency that is not installed",
    npm("node_modules/odd", "1", ["gone"]),
    {
      path: "functions.a.nodeModules",
      message: 'These dependencies are not installed: "gone" of node_modules/odd.',
      remedy: "Install the project's packages again, for example with npm install.",
    },
  ],
  [
    "TypeScript sources",
    {
      "node_modules/odd/package.json": `{ "name": "odd", "exports": { ".": { "types": "./x.d.ts", "default": "./x.ts" } } }`,
    },
    {
      path: "functions.a.nodeModules",
      message: "node_modules/odd consists of TypeScript sources, which Node.js does not run in node_modules.",
    },
  ],
])("refuses %s", async (_, files, problem) => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": HANDLER, ...files });
  expect(await problemsOf(buildOne(directory, ODD))).toMatchObject([problem]);
});

test("packages that need each other in conflicting versions are refused", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": HANDLER });
  withLinks(directory, { "one@2": [], "two@2": [], "one@1": [], "two@1": [], "odd@1": ["one@1"] });
  const store = join(directory, "node_modules/.store");
  const circle = [
    ["one@1", "two@1"],
    ["two@1", "one@2"],
    ["one@2", "two@2"],
    ["two@2", "one@1"],
  ] as const;
  for (const [from, to] of circle) {
    const [name = "", version = ""] = from.split("@");
    const needed = to.slice(0, 3);
    write(store, npm(`${from}/node_modules/${name}`, version, [needed]));
    symlinkSync(join(store, to, "node_modules", needed), join(store, from, "node_modules", needed));
  }
  symlinkSync(".store/odd@1/node_modules/odd", join(directory, "node_modules/odd"));
  expect(await problemsOf(buildOne(directory, ODD))).toMatchObject([
    { path: "functions.a.nodeModules", message: expect.stringContaining("in a circle") },
  ]);
});
