import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildOne, problemsOf, runPackage } from "./builds.ts";
import { linkPackages, temporaryDirectory, write } from "./project.ts";

type Files = Readonly<Record<string, string | object>>;

function project(files: Files): string {
  const directory = temporaryDirectory();
  write(
    directory,
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? content : JSON.stringify(content),
      ]),
    ),
  );
  return directory;
}

const options = (compilerOptions: object): object => ({ compilerOptions });
const handler = (code: string): string => `${code}\nexport default () => value;`;

const FIELDS = handler(
  "class A { set x(_: number) { (this as any).y = 'set'; } } class B extends A { x = 1; } const value = (new B() as any).y ?? 'defined';",
);
const DECORATED = handler(
  "let value = 0; const count = (...all: unknown[]) => { value = all.length; }; class A { @count m() {} } void A;",
);
const UNUSED = `import { type T, t } from "./t"; export default () => (globalThis as any).loaded ?? "not loaded";`;
const LOADED = { "t.ts": `(globalThis as any).loaded = "loaded"; export type T = 1; export const t = 1;` };
const PATHS = handler(`import x from "@/x"; import y from "@/y"; const value = x + y;`);
const TREE = {
  "one/x.ts": `export default "1x";`,
  "two/x.ts": `export default "2x";`,
  "two/y.ts": `export default "2y";`,
};

const HONOURED: readonly (readonly [string, Files, unknown])[] = [
  [
    "paths with several candidates: the first that exists",
    { "a.ts": PATHS, ...TREE, "tsconfig.json": options({ paths: { "@/*": ["./one/*", "./two/*"] } }) },
    "1x2y",
  ],
  [
    "paths relative to baseUrl",
    { "a.ts": PATHS, ...TREE, "tsconfig.json": options({ baseUrl: "two", paths: { "@/*": ["*"] } }) },
    "2x2y",
  ],
  [
    "baseUrl alone",
    { "a.ts": handler(`import value from "x";`), ...TREE, "tsconfig.json": options({ baseUrl: "./one" }) },
    "1x",
  ],
  [
    "the longest of several patterns",
    {
      "a.ts": handler(`import value from "lib/x";`),
      ...TREE,
      "tsconfig.json": options({ paths: { "*": ["./one/*"], "lib/*": ["./two/*"] } }),
    },
    "2x",
  ],
  [
    "extends with several files: the later over the earlier",
    {
      "a.ts": PATHS,
      ...TREE,
      "tsconfig.json": { extends: ["./first.json", "./second.json"] },
      "first.json": options({ paths: { "@/*": ["./one/*"] }, useDefineForClassFields: false }),
      "second.json": options({ paths: { "@/*": ["./two/*"] } }),
    },
    "2x2y",
  ],
  ["useDefineForClassFields", { "a.ts": FIELDS, "tsconfig.json": options({ useDefineForClassFields: false }) }, "set"],
  [
    "target, for class fields, where it is older",
    { "a.ts": FIELDS, "tsconfig.json": options({ target: "ES2020" }) },
    "set",
  ],
  [
    "target, for class fields, where it is newer",
    { "a.ts": FIELDS, "tsconfig.json": options({ target: "ES2022" }) },
    "defined",
  ],
  ["experimentalDecorators", { "a.ts": DECORATED, "tsconfig.json": options({ experimentalDecorators: true }) }, 3],
  ["standard decorators without it", { "a.ts": DECORATED, "tsconfig.json": options({}) }, 2],
  [
    "verbatimModuleSyntax",
    { "a.ts": UNUSED, ...LOADED, "tsconfig.json": options({ verbatimModuleSyntax: true }) },
    "loaded",
  ],
  [
    "imports that only name types without it",
    { "a.ts": UNUSED, ...LOADED, "tsconfig.json": options({}) },
    "not loaded",
  ],
];

test.each(HONOURED)("TypeScript settings are applied: %s", async (_, files, answer) => {
  expect(runPackage(await buildOne(project(files)))).toBe(answer);
});

test("a changed candidate of paths rebuilds the package", async () => {
  const directory = project({
    "a.ts": PATHS,
    ...TREE,
    "tsconfig.json": options({ paths: { "@/*": ["./one/*", "./two/*"] } }),
  });
  expect(runPackage(await buildOne(directory))).toBe("1x2y");
  write(directory, { "one/y.ts": `export default "1y";` });
  expect(runPackage(await buildOne(directory))).toBe("1x1y");
});

const JSX = "export default () => <p />;";
const FACTORY = `const h = (tag: string) => [tag]; ${JSX}`;

test.each([
  ["preserve", { jsx: "preserve" }, JSX],
  ["react-native", { jsx: "react-native" }, JSX],
  [
    "preserve and a source of the calls",
    { jsx: "preserve", jsxImportSource: "preact" },
    `import React from "react"; ${JSX}`,
  ],
])("JSX with jsx: %s is refused without a factory", async (_, given, code) => {
  const directory = project({ "a.tsx": code, "tsconfig.json": options(given) });
  expect(await problemsOf(buildOne(directory, { handler: "a.tsx" }))).toMatchObject([
    {
      path: "functions.a.handler",
      message: expect.stringMatching(
        /^a\.tsx.*jsx: (preserve|react-native) in .*tsconfig\.json leaves JSX to another compiler/,
      ),
      remedy: 'Set jsx to "react-jsx" with jsxImportSource, or to "react" with jsxFactory.',
    },
  ]);
});

test.each([
  ["jsxFactory", { jsx: "preserve", jsxFactory: "h" }, FACTORY],
  ["a comment", { jsx: "preserve" }, `/** @jsx h */ ${FACTORY}`],
  ["React in scope", { jsx: "preserve" }, `const React = { createElement: (tag: string) => [tag] }; ${JSX}`],
  ["no JSX", { jsx: "preserve" }, `const of = <T,>(one: T): Array<T> => [one]; export default () => of("p");`],
])("jsx: preserve is accepted with %s", async (_, given, code) => {
  const directory = project({ "a.tsx": code, "tsconfig.json": options(given) });
  expect(runPackage(await buildOne(directory, { handler: "a.tsx" }))).toEqual(["p"]);
});

const REFERRING = { files: [], references: [{ path: "./tsconfig.app.json" }, { path: "./tools" }] };

test.each([
  ["paths", { paths: { "@/*": ["./one/*"] } }, "paths"],
  [
    "decorators and class fields",
    { experimentalDecorators: true, target: "ES2020" },
    "experimentalDecorators, useDefineForClassFields",
  ],
])("a project in references is refused when it has %s", async (_, given, names) => {
  const directory = project({
    "src/a.ts": "export default () => 1;",
    "tsconfig.json": REFERRING,
    "tsconfig.app.json": { ...options(given), include: ["src"] },
    "tools/tsconfig.json": options({ experimentalDecorators: true }),
  });
  expect(await problemsOf(buildOne(directory, { handler: "src/a.ts" }))).toMatchObject([
    {
      path: "functions.a.handler",
      message: expect.stringContaining(
        `tsconfig.json refers to tsconfig.app.json, whose ${names} changes the code that TypeScript emits, and the bundler reads no references`,
      ),
      remedy:
        'Add "extends": "./tsconfig.app.json" to tsconfig.json, or move these settings into a file that both extend.',
    },
  ]);
  write(directory, { "tsconfig.json": JSON.stringify({ ...REFERRING, extends: "./tsconfig.app.json" }) });
  expect(runPackage(await buildOne(directory, { handler: "src/a.ts" }))).toBe(1);
});

test("projects that change no emitted code are accepted, until they do", async () => {
  const directory = project({
    "src/a.ts": "export default () => 1;",
    "tsconfig.json": REFERRING,
    "tsconfig.app.json": { ...options({ strict: true, target: "ES2023" }), include: ["src"] },
    "tools/tsconfig.json": options({ experimentalDecorators: true }),
  });
  const work = () => buildOne(directory, { handler: "src/a.ts" });
  expect(runPackage(await work())).toBe(1);
  write(directory, { "tsconfig.app.json": JSON.stringify({ ...options({ jsx: "react-jsx" }), include: ["src"] }) });
  expect(await problemsOf(work())).toMatchObject([{ message: expect.stringContaining("whose jsx changes") }]);
});

test("a settings file with its own sources does not apply the settings of its references", async () => {
  const directory = project({
    "a.ts": "export default () => 1;",
    "tsconfig.json": { references: [{ path: "./tsconfig.app.json" }] },
    "tsconfig.app.json": options({ experimentalDecorators: true }),
  });
  expect(runPackage(await buildOne(directory))).toBe(1);
});

test("an import that only rootDirs could resolve is refused with the reason", async () => {
  const directory = project({
    "a.ts": handler(`import value from "./made";`),
    "generated/made.ts": "export default 1;",
    "tsconfig.json": options({ rootDirs: [".", "generated"] }),
  });
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    {
      message: expect.stringContaining('Could not resolve "./made"'),
      remedy: expect.stringContaining("rootDirs joins folders for the type checker alone"),
    },
  ]);
});

test("sources with a byte order mark or invalid bytes come from the cache when nothing changed", async () => {
  const directory = project({
    "a.ts": `\uFEFFimport "./lib/b"; import "./c"; export default () => 1;`,
    "lib/b.ts": `import "b"; export {};`,
    "tsconfig.json": options({ experimentalDecorators: true, emitDecoratorMetadata: true }),
    "c.ts": "\uFEFFconst d = (target: any) => target; @d class C {} export default C;",
  });
  linkPackages(directory);
  write(directory, { "lib/node_modules/b/index.js": Buffer.from("// caf\xe9\nexports.b = 1;", "latin1") });
  const records = () => {
    const folder = join(directory, ".polyfn/cache");
    return readdirSync(folder).map((name) => [name, statSync(join(folder, name)).ino]);
  };
  expect(runPackage(await buildOne(directory))).toBe(1);
  const before = records();
  await buildOne(directory);
  expect(records()).toEqual(before);
  write(directory, { "a.ts": `import "./lib/b"; export default () => 2;` });
  expect(runPackage(await buildOne(directory))).toBe(2);
});
