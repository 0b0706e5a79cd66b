import { cpSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";

/** A change of a tree: a file with this content, a link to this path, or no file at the path any more. */
export interface Edit {
  readonly path: string;
  readonly file?: string;
  readonly link?: string;
  /** True if the file is written in place, and its time of modification set back to what it was. */
  readonly unseen?: boolean;
}

/** A module whose text identifies it. */
const module = (path: string, content: string): string =>
  /\.(?:c?js)$/.test(path) ? `exports.v = ${JSON.stringify(content)};` : `export const v = ${JSON.stringify(content)};`;

/** The imports of the handlers: every way in which a path leads to a file. */
const IMPORTS = [
  `import { v as v1 } from "./lib"; import { v as v2 } from "./part.js";`,
  `import { v as v3 } from "dep"; import { v as v4 } from "dep/sub";`,
  `import { v as v5 } from "@lib/x"; import { v as v6 } from "based/y";`,
  `import { v as v7 } from "#inner"; import { v as v8 } from "ws";`,
  `import { v as v9 } from "./linked/z"; import { v as v10 } from "./one-link";`,
  `let v11; try { v11 = require("optional"); } catch {} import text from "./text.sql";`,
  `const v12 = (n) => import(\`./many/\${n}.ts\`); const v13 = () => new URL("./asset.bin", import.meta.url);`,
  `class V14 { field; static made = [v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, text, v12, v13]; }`,
];
const HANDLER = `${IMPORTS.join("\n")}\nexport default () => [V14.made, new V14()];`;

const options = (compilerOptions: object, rest: object = {}) => JSON.stringify({ ...rest, compilerOptions });

/** Possible contents of files; the first is the initial one. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  "src/a.ts": [HANDLER, `${HANDLER}\n// edited`, HANDLER.replace("[V14.made", "[1, V14.made")],
  "tsconfig.json": [
    options({}, { extends: "./config/base.json" }),
    options({}, { extends: "./config/base" }),
    options({}, { extends: ["./config/base.json", "./config/other.json"] }),
    options({}, { extends: "shared-config" }),
    options({}, { extends: "@shared/config/strict.json" }),
    `{ // comment\n "extends": "./config/base.json", "compilerOptions": { "useDefineForClassFields": false, }, }`,
  ],
  "config/base.json": [
    options({ baseUrl: "..", paths: { "@lib/*": ["./lib1/*"], "based/*": ["./lib1/*"] } }),
    options({ baseUrl: "..", paths: { "@lib/*": ["./lib2/*", "./lib1/*"], "based/*": ["lib1/*"] } }),
    options({ paths: { "@lib/*": ["../lib2/*"], "based/*": ["../lib2/*"] } }),
    options({ baseUrl: "../lib1", paths: { "@lib/x": ["./x"] } }, { extends: "./other.json" }),
  ],
  "node_modules/dep/package.json": [
    `{ "name": "dep", "version": "1.0.0", "main": "main.js" }`,
    `{ "name": "dep", "version": "2.0.0", "main": "main.js" }`,
    `{ "name": "dep", "main": "lib", "sideEffects": false }`,
    `{ "name": "dep", "module": "lib/index.js", "main": "main.js", "type": "commonjs" }`,
    `{ "name": "dep", "exports": { ".": { "import": "./lib/index.js", "require": "./main.js" }, "./*": "./lib/*.js" } }`,
    `{ "name": "dep", "exports": { ".": ["./main.js"], "./sub": { "node": "./sub.js" } } }`,
    `{ "name": "dep" }`,
  ],
  "package.json": [
    `{ "name": "app", "imports": { "#inner": "./lib1/x.ts" } }`,
    `{ "name": "app", "imports": { "#inner": "./lib2/x.ts" }, "type": "module" }`,
    `{ "name": "app", "imports": { "#inner": "dep" } }`,
    `{ "name": "app", "imports": { "#in*": { "node": "./lib1/y.ts" } }, "sideEffects": false }`,
    `{ "name": "dep", "exports": { ".": "./lib2/x.ts", "./sub": "./lib2/x.ts" }, "imports": { "#inner": "./lib1/x.ts" } }`,
  ],
};

/** Files and links that are there in the beginning. */
const MODULES = [
  "src/lib/index.ts",
  "src/part.ts",
  "lib1/x.ts",
  "lib1/y.ts",
  "lib1/based/y.ts",
  "lib2/x.ts",
  "node_modules/dep/main.js",
  "node_modules/dep/lib/index.js",
  "node_modules/dep/lib/sub.js",
  "node_modules/dep/sub.js",
  "node_modules/dep/index.js",
  "packages/one/index.ts",
  "packages/two/index.ts",
  "targets/one/z.ts",
  "targets/two/z.ts",
  "src/many/en.ts",
  "src/text.sql",
  "src/asset.bin",
];
const SHARED_SETTINGS = ["node_modules/shared-config/tsconfig.json", "node_modules/@shared/config/strict.json"];
/** `lib1` beside the settings that extend these. */
const IN_ROOT = `${"$"}{configDir}/lib1/*`;
const SHARED = options({
  baseUrl: "/",
  paths: { "@lib/*": [IN_ROOT], "based/*": [IN_ROOT] },
});
const LINKS: Readonly<Record<string, readonly string[]>> = {
  "node_modules/ws": ["../packages/one", "../packages/two"],
  "src/linked": ["../targets/one", "../targets/two"],
  "src/one-link.ts": ["../targets/one/z.ts", "../targets/two/z.ts"],
  "src/part.js": ["../targets/one/z.ts"],
};

/** Files that win a resolution, or decide one, as soon as they exist. */
const NEW_FILES: readonly Edit[] = [
  ...[
    "src/lib.ts",
    "src/lib.js",
    "src/lib.tsx",
    "src/lib/index.js",
    "src/lib/index.tsx",
    "src/part.js",
    "src/part.tsx",
    "lib2/y.ts",
    "lib1/x/index.ts",
    "lib1/x.tsx",
    "src/linked.ts",
    "node_modules/optional/index.js",
    "node_modules/optional.js",
    "src/node_modules/optional/index.js",
    "src/node_modules/dep/index.js",
    "src/node_modules/dep/sub.js",
    "src/node_modules/dep/sub/index.js",
    "node_modules/dep/sub/index.js",
    "node_modules/dep/lib.js",
    "node_modules/@lib/x/index.js",
    "src/many/de.ts",
    "src/many/deep/fr.ts",
    "src/.env",
  ].map((path) => ({ path, file: module(path, `new ${path}`) })),
  { path: "src/lib/package.json", file: `{ "main": "./other.ts" }` },
  { path: "src/lib/other.ts", file: module("x.ts", "other") },
  { path: "src/package.json", file: `{ "type": "module", "imports": { "#inner": "../lib2/x.ts" } }` },
  { path: "node_modules/dep/lib/package.json", file: `{ "type": "module", "main": "sub.js" }` },
  { path: "src/tsconfig.json", file: options({ paths: { "@lib/*": ["../lib2/*"], "based/*": ["../lib1/*"] } }) },
  { path: "src/jsconfig.json", file: options({ baseUrl: "../lib1" }) },
  { path: "config/base", file: options({ paths: { "@lib/*": ["../lib2/*"], "based/*": ["../lib1/*"] } }) },
  { path: "config/other.json", file: options({ useDefineForClassFields: false, paths: { "based/*": ["../lib1/*"] } }) },
  ...["node_modules/shared-config", "src/node_modules/shared-config", "node_modules/@shared/config"].flatMap((root) => [
    {
      path: `${root}/tsconfig.json`,
      file: options({ paths: { "@lib/*": ["../../lib1/*"], "based/*": ["../../lib1/*"] } }),
    },
    { path: `${root}/strict.json`, file: options({ baseUrl: "../../../lib1", paths: { "@lib/*": ["./*"] } }) },
    {
      path: `${root}/other.json`,
      file: options({ baseUrl: "../../lib2", paths: { "@lib/*": ["./*"], "based/*": ["../lib1/*"] } }),
    },
    { path: `${root}/package.json`, file: `{ "tsconfig": "./other.json" }` },
    { path: `${root}/package.json`, file: `{ "exports": { "./strict.json": "./other.json", ".": "./other.json" } }` },
  ]),
];

const choices = Object.entries(CHOICES).flatMap(([path, files]) => files.map((file) => ({ path, file })));
const links = Object.entries(LINKS).flatMap(([path, targets]) => targets.map((link) => ({ path, link })));
const contents = MODULES.flatMap((path) => ["x", "y"].map((content) => ({ path, file: module(path, content) })));

/** Writes the tree as it is in the beginning. */
export function plant(directory: string): void {
  for (const path of MODULES) apply(directory, { path, file: module(path, path) });
  for (const [path, [file = ""]] of Object.entries(CHOICES)) apply(directory, { path, file });
  for (const path of SHARED_SETTINGS) apply(directory, { path, file: SHARED });
  for (const [path, [link = ""]] of Object.entries(LINKS)) if (path !== "src/part.js") apply(directory, { path, link });
}

export function apply(directory: string, { path, file, link, unseen }: Edit): void {
  const at = join(directory, path);
  const before = unseen ? statSync(at, { throwIfNoEntry: false }) : undefined;
  if (before?.isFile() && file !== undefined) {
    writeFileSync(at, file);
    utimesSync(at, before.atime, before.mtime);
    return;
  }
  const parent = dirname(at);
  if (lstatSync(parent, { throwIfNoEntry: false })?.isFile()) rmSync(parent);
  mkdirSync(parent, { recursive: true });
  if (lstatSync(at, { throwIfNoEntry: false })) rmSync(at, { recursive: true });
  if (file !== undefined) writeFileSync(at, file);
  if (link !== undefined) symlinkSync(link, at);
}

/** Copies a written tree, with times of modification in whole milliseconds, to which an edit can set them back. */
export const copyTree = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });

/** As long as what is there in the beginning. */
const unseen = MODULES.map((path) => ({ path, file: module(path, path.replace(/.$/, "!")), unseen: true }));

const removals = [...NEW_FILES, ...links, ...contents].map(({ path }) => ({ path }));

/** A few edits in a row, most of which leave a tree that can be built. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Edit>(...NEW_FILES) },
    { weight: 4, arbitrary: fc.constantFrom<Edit>(...choices) },
    { weight: 2, arbitrary: fc.constantFrom<Edit>(...links) },
    { weight: 2, arbitrary: fc.constantFrom<Edit>(...contents) },
    { weight: 2, arbitrary: fc.constantFrom<Edit>(...unseen) },
    { weight: 1, arbitrary: fc.constantFrom<Edit>(...removals) },
  ),
  { minLength: 1, maxLength: 3 },
);
