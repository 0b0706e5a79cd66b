import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { usable } from "../../infra/build/decorators.ts";
import { buildOne, problemsOf, runPackage } from "./builds.ts";
import { linkPackages, temporaryDirectory, write } from "./project.ts";

const DECORATED = `const types = [];
(Reflect as any).metadata = (key: string, value: any) => () => { types.push([key, [value].flat().map((type) => type?.name)]); };
const Injectable = () => (target: any) => target;
const Field = (target: any, key: string) => {};
class Mail {}
@Injectable() class App { @Field at?: Date; constructor(readonly mail: Mail, readonly count: number) {} }
const failing = () => new Error("here").stack;
export default () => [App.name, types, failing()];`;

const METADATA = { target: "ES2022", experimentalDecorators: true, emitDecoratorMetadata: true };

test("the TypeScript compiler emits decorator metadata, and stacks keep their lines", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": DECORATED,
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "base.json": JSON.stringify({ compilerOptions: METADATA }),
  });
  linkPackages(directory);
  const [name, types, stack] = runPackage(await buildOne(directory)) as [string, unknown, string];
  expect(name).toBe("App");
  expect(types).toContainEqual(["design:type", ["Date"]]);
  expect(types).toContainEqual(["design:paramtypes", ["Mail", "Number"]]);
  expect(stack).toMatch(/a\.ts:7:/);
});

test("a compiler that programs cannot call is passed over, or an error names its version", () => {
  const native = { version: "7.0.2" } as typeof ts;
  expect(usable([native, ts])).toBe(ts);
  expect(usable([native])).toMatchObject({
    text: expect.stringContaining("cannot call the installed TypeScript 7.0.2"),
    detail: { remedy: expect.stringContaining("npm install --save-dev typescript@6") },
  });
  expect(usable([])).toMatchObject({ text: expect.stringContaining("it is not installed") });
});

test.each([
  [
    { plugins: [{ transform: "transformer/lib" }] },
    "plugins in .*tsconfig.json names a transformer, which changes the code that TypeScript emits, and the bundler does not run it",
  ],
  [
    { moduleSuffixes: [".node", ""] },
    "moduleSuffixes in .*tsconfig.json makes imports mean other files, and the bundler does not know it",
  ],
])("settings that change the emitted code and that the bundler ignores are refused: %o", async (options, message) => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": "export default () => 1;",
    "tsconfig.json": JSON.stringify({ compilerOptions: options }),
  });
  expect(await problemsOf(buildOne(directory))).toMatchObject([{ message: expect.stringMatching(message) }]);
  write(directory, { "tsconfig.json": `{ "compilerOptions": { "plugins": [{ "name": "language-service" }] } }` });
  expect(runPackage(await buildOne(directory))).toBe(1);
});

test("code for which the bundler predicts a failure is refused", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import * as call from "call"; export default () => call();`,
    "node_modules/call/index.js": "module.exports = () => 1;",
  });
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    {
      path: "functions.a.handler",
      message: expect.stringMatching(/^a\.ts:1:\d+: Calling "call" will crash at run-time/),
      remedy: "Import the default instead: import name from, not import * as name from.",
    },
  ]);
});

const JSX = "const h = (tag: string) => [tag]; export default () => <p />;";
const FACTORY = { compilerOptions: { jsx: "react", jsxFactory: "h" } };

test("CommonJS exports in an ES module are refused, unless code only tests for them", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "package.json": `{ "type": "module" }`,
    "a.js": `import * as part from "./part.js"; export default () => Object.keys(part);`,
    "part.js": "module.exports = { x: 1 };",
  });
  expect(await problemsOf(buildOne(directory, { handler: "a.js" }))).toMatchObject([
    { path: "functions.a.handler", remedy: expect.stringContaining('Write "export"') },
  ]);
  write(directory, { "part.js": `export const x = typeof module !== "undefined" && module.exports;` });
  expect(runPackage(await buildOne(directory, { handler: "a.js" }))).toEqual(["x"]);
});

test("tsconfig.json applies to the handler's own file with each form of extends", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.tsx": JSX,
    "tsconfig.json": JSON.stringify(FACTORY),
    "node_modules/config/tsconfig.json": JSON.stringify(FACTORY),
  });
  expect(runPackage(await buildOne(directory, { handler: "a.tsx" }))).toEqual(["p"]);
  for (const extended of ["config", ["config"], "./node_modules/config/tsconfig.json"]) {
    write(directory, { "tsconfig.json": JSON.stringify({ extends: extended }) });
    expect(runPackage(await buildOne(directory, { handler: "a.tsx" }))).toEqual(["p"]);
  }
});

test.each([
  ["./base.json", /^Correct extends, or create the file/],
  ["@acme/settings/node.json", /^Install it \(npm install --save-dev @acme\/settings\)/],
])("a tsconfig.json that extends %s, which does not exist, is a problem", async (extended, remedy) => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": "export default () => 1;", "tsconfig.json": JSON.stringify({ extends: extended }) });
  expect(await problemsOf(buildOne(directory))).toEqual([
    {
      path: "functions",
      message: `tsconfig.json:1:12: Cannot find base config file "${extended}"`,
      remedy: expect.stringMatching(remedy),
    },
  ]);
});

test("a tsconfig.json in a dependency is ignored", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": 'import one from "dep"; export default () => one;',
    "node_modules/dep/index.js": "export default 1;",
    "node_modules/dep/tsconfig.json": JSON.stringify({ extends: "./base.json" }),
  });
  expect(runPackage(await buildOne(directory))).toBe(1);
});

test.each([true, false])("useDefineForClassFields: %s applies to the handler's own file", async (define) => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts":
      "class A { set x(_: number) { throw new Error(); } } class B extends A { x = 1; }\nexport default () => { try { return new B().x; } catch { return 'set'; } };",
    "tsconfig.json": JSON.stringify({ compilerOptions: { useDefineForClassFields: define } }),
  });
  expect(runPackage(await buildOne(directory))).toBe(define ? 1 : "set");
});

test("a handler that is a link is packaged again when its target changes", async () => {
  const directory = temporaryDirectory();
  write(directory, { "one.ts": "export default () => 1;", "two.ts": "export default () => 2;" });
  symlinkSync("one.ts", join(directory, "a.ts"));
  expect(runPackage(await buildOne(directory))).toBe(1);
  rmSync(join(directory, "a.ts"));
  symlinkSync("two.ts", join(directory, "a.ts"));
  expect(runPackage(await buildOne(directory))).toBe(2);
});

test.each([
  ["itself", { "tsconfig.json": `{ "extends": "./tsconfig.json" }` }, "tsconfig.json -> tsconfig.json"],
  [
    "a file that extends it",
    { "tsconfig.json": `{ "extends": "./base" }`, "base.json": `{ "extends": ["./tsconfig.json"] }` },
    "tsconfig.json -> base.json -> tsconfig.json",
  ],
  [
    "a file in a circle of others",
    {
      "tsconfig.json": `{ "extends": ["./plain.json", "./b/one.json"] }`,
      "plain.json": "{}",
      "b/one.json": `{ "extends": "./two.json" }`,
      "b/two.json": `{ "extends": "./one.json" }`,
    },
    "one.json -> two.json -> one.json",
  ],
])("a tsconfig.json that extends %s is refused, as by TypeScript", async (_, files, circle) => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": "export default () => 1;", ...files });
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    { message: expect.stringContaining(circle), remedy: "Remove one of these extends." },
  ]);
});

test("two files may extend one, and a referenced project what refers to it", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": "export default () => 1;",
    "tsconfig.json": `{ "extends": ["./one.json", "./two.json"], "files": [], "references": [{ "path": "app.json" }] }`,
    "one.json": `{ "extends": "./base.json" }`,
    "two.json": `{ "extends": "./base.json" }`,
    "base.json": "{}",
    "app.json": `{ "extends": "./tsconfig.json", "include": ["a.ts"] }`,
  });
  expect(runPackage(await buildOne(directory))).toBe(1);
});
