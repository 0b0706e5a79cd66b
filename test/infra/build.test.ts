import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { build, filesOf, problemsOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const hashes = async (directory: string, spec: unknown): Promise<Record<string, string>> =>
  Object.fromEntries([...(await build(directory, spec))].map(([name, { sha256 }]) => [name, sha256]));

const sources = {
  "functions/one.ts": `import { shared } from "../lib/shared.ts"; import cjs from "legacy";
export default (event: unknown) => { if (event === "boom") throw new Error("from one"); return shared(event, cjs.where()); };`,
  "functions/two.ts": `import cjs from "legacy"; import { shared } from "../lib/shared.ts"; export default () => shared(cjs, 2);`,
  "index.ts": `const require = (x: number) => x; export default () => require(3);`,
  "lib/shared.ts": `export class Shared { constructor(readonly a: unknown, readonly b: unknown) {} }
export const shared = (a: unknown, b: unknown) => new Shared(a, b);`,
  "node_modules/legacy/package.json": `{ "name": "legacy", "main": "lib/index.js" }`,
  "node_modules/legacy/lib/index.js": `const fs = require("fs"); exports.where = () => typeof fs.readFileSync + typeof __dirname;`,
  "data/words.txt": "alpha",
};

const spec = {
  name: "shop",
  functions: {
    one: { handler: "functions/one.ts", include: ["data/*.txt"] },
    two: { handler: "functions/two.ts" },
    three: { handler: "index.ts" },
  },
};

test("two builds in different directories, with different file times, give the same bytes", async () => {
  const first = temporaryDirectory("polyfn-a-");
  const second = join(temporaryDirectory("polyfn-much-longer-name-"), "deeper", "still");
  write(first, sources, new Date(2001, 1, 1));
  write(second, sources, new Date(2020, 5, 5));
  expect(await hashes(first, spec)).toEqual(await hashes(second, spec));
});

test("packages contain no path of this machine", async () => {
  const directory = temporaryDirectory();
  write(directory, sources);
  for (const { zip } of (await build(directory, spec)).values()) {
    const text = Object.values(filesOf(zip)).join("\n");
    expect(text).not.toContain(directory);
    expect(text).not.toContain(process.cwd());
    expect(text).not.toContain("/..");
  }
});

test("a function's bytes do not depend on which other functions are built with it", async () => {
  const [together, alone] = [temporaryDirectory(), temporaryDirectory()];
  write(together, sources);
  write(alone, sources);
  const all = await hashes(together, spec);
  expect(await hashes(alone, { name: "shop", functions: { two: spec.functions.two } })).toEqual({ two: all.two });
});

test("a package runs with CommonJS dependencies and stacks with the user's lines", async () => {
  const directory = temporaryDirectory();
  write(directory, sources);
  const one = (await build(directory, spec)).get("one");
  const unpacked = temporaryDirectory();
  write(unpacked, filesOf(one?.zip ?? ""));
  const script = `import("./index.mjs").then(({ handler }) => {
    console.log(JSON.stringify(handler("fine")));
    try { handler("boom"); } catch (error) { console.log(error.stack); }
  })`;
  const printed = execFileSync(process.execPath, ["-e", script], { cwd: unpacked, encoding: "utf8" });
  expect(printed).toContain('{"a":"fine","b":"functionstring"}');
  expect(printed).toContain("Error: from one");
  expect(printed).toMatch(/functions\/one\.ts:2:/);
});

test("included files are packaged, and unchanged packages come from the cache", async () => {
  const directory = temporaryDirectory();
  write(directory, sources);
  const before = await build(directory, spec);
  expect(filesOf(before.get("one")?.zip ?? "")["data/words.txt"]).toBe("alpha");
  const cache = join(directory, ".polyfn/cache");
  const written = () => readdirSync(cache).map((name) => [name, statSync(join(cache, name)).mtimeMs]);
  const cached = written();
  expect(await build(directory, spec)).toEqual(before);
  expect(written()).toEqual(cached);
});

test.each([
  ["a module", { "lib/shared.ts": `export const shared = () => 5;` }, ["one", "two"]],
  ["an included file", { "data/words.txt": "beta" }, ["one"]],
  ["a dependency", { "node_modules/legacy/lib/index.js": `exports.where = () => 1;` }, ["one", "two"]],
  [
    "what a dependency's package.json means",
    {
      "node_modules/legacy/package.json": `{ "name": "legacy", "main": "other.js" }`,
      "node_modules/legacy/other.js": "exports.where = () => 2;",
    },
    ["one", "two"],
  ],
])("a change of %s changes exactly the functions that use it", async (_, change, changed) => {
  const directory = temporaryDirectory();
  write(directory, sources);
  const before = await hashes(directory, spec);
  write(directory, change);
  const after = await hashes(directory, spec);
  expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(changed);
});

test("a new file that changes the meaning of an import is noticed", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    ...sources,
    "functions/two.ts": `import { x } from "../lib/x"; export default () => x;`,
    "lib/x/index.ts": "export const x = 1;",
  });
  const before = await hashes(directory, spec);
  write(directory, { "lib/x.ts": "export const x = 2;" });
  expect((await hashes(directory, spec)).two).not.toBe(before.two);
});

test("a new module that matches a computed import is noticed", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    ...sources,
    "functions/two.ts": `export default (name) => import(\`../lib/texts/\${name}.ts\`);`,
    "lib/texts/en.ts": "export default 1;",
  });
  const first = (await hashes(directory, spec)).two;
  write(directory, { "lib/texts/en.ts": "export default 2;" });
  const second = (await hashes(directory, spec)).two;
  write(directory, { "lib/texts/deep/de.ts": "export default 3;" });
  expect(new Set([first, second, (await hashes(directory, spec)).two]).size).toBe(3);
});

test("damaged cache entries are built again", async () => {
  const directory = temporaryDirectory();
  write(directory, sources);
  const before = await build(directory, spec);
  const cache = join(directory, ".polyfn/cache");
  for (const [index, name] of readdirSync(cache).sort().entries()) {
    const file = join(cache, name);
    if (index % 2 === 0) writeFileSync(file, readFileSync(file).subarray(0, 20));
    else rmSync(file);
  }
  expect(await build(directory, spec)).toEqual(before);
  for (const { zip } of before.values()) expect(Object.keys(filesOf(zip))).toContain("index.mjs");
});

test("a project keeps its cache and its hashes when it is moved", async () => {
  const parent = temporaryDirectory();
  write(join(parent, "old"), sources);
  const before = await hashes(join(parent, "old"), spec);
  renameSync(join(parent, "old"), join(parent, "new"));
  const cache = join(parent, "new/.polyfn/cache");
  const written = () => readdirSync(cache).map((name) => [name, statSync(join(cache, name)).mtimeMs]);
  const cached = written();
  expect(await hashes(join(parent, "new"), spec)).toEqual(before);
  expect(written()).toEqual(cached);
});

test("concurrent builds do not disturb each other", async () => {
  const directory = temporaryDirectory();
  write(directory, sources);
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => hashes(directory, spec)));
  for (const other of others) expect(other).toEqual(first);
});

test("every error of every source is reported at once, with its position and its functions", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    ...sources,
    "functions/one.ts": `import "./missing.ts";\nimport "no-such-package/sub";\nexport default () => 1;`,
    "lib/shared.ts": `export const shared = ;`,
    "functions/three.ts": `import { shared } from "../lib/shared.ts"; export default shared;`,
  });
  const broken = {
    ...spec,
    functions: { ...spec.functions, three: { handler: "functions/three.ts" }, four: { handler: "index.ts" } },
  };
  expect(await problemsOf(build(directory, broken))).toEqual(
    expect.arrayContaining([
      {
        path: "functions.one.handler",
        message: 'functions/one.ts:1:8: Could not resolve "./missing.ts"',
        remedy: "Correct the path of the import.",
      },
      {
        path: "functions.one.handler",
        message: 'functions/one.ts:2:8: Could not resolve "no-such-package/sub"',
        remedy:
          "Install it beside the handler (npm install no-such-package), correct the import, or name it in external if the function never loads it or gets it from a layer.",
      },
      {
        path: "functions.three.handler",
        message: 'lib/shared.ts:1:23: Unexpected ";" (also in two)',
        remedy: "Correct the source.",
      },
    ]),
  );
});

test("a missing handler file suggests the nearest one", async () => {
  const directory = temporaryDirectory();
  write(directory, sources);
  const wrong = { name: "shop", functions: { a: { handler: "functions/on.ts" }, b: { handler: "nowhere/x.ts" } } };
  expect(await problemsOf(build(directory, wrong))).toMatchObject([
    { path: "functions.a.handler", remedy: 'Did you mean "functions/one.ts"? Otherwise create the file.' },
    { path: "functions.b.handler", remedy: "Create it, or correct the path; it is relative to the spec's directory." },
  ]);
});

test("python and custom runtimes are packaged unchanged", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "py/app.py": "def main(event, context): pass",
    "py/lib/util.py": "x = 1",
    "py/__pycache__/app.pyc": "cached",
    "py/.venv/lib.py": "no",
    "py/notes.md": "left out",
    "py/.polyfnignore": "# not code\n*.md\n",
    "native/bootstrap": "#!/bin/sh",
    "native/tool": "#!/bin/sh",
    "native/data": "x",
  });
  chmodSync(join(directory, "native/tool"), 0o755);
  const built = await build(directory, {
    name: "shop",
    functions: {
      py: { handler: "py/app.py:main", runtime: "python" },
      native: { handler: "native/bootstrap", runtime: "custom" },
      image: { image: { uri: "registry/image:1" } },
    },
  });
  expect([...built.keys()]).toEqual(["native", "py"]);
  expect(Object.keys(filesOf(built.get("py")?.zip ?? ""))).toEqual(["app.py", "lib/util.py"]);
  const listing = execFileSync(
    "python3",
    [
      "-c",
      "import sys,zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, oct(i.external_attr >> 16), i.date_time)",
      built.get("native")?.zip ?? "",
    ],
    { encoding: "utf8" },
  );
  expect(listing).toMatchInlineSnapshot(`
    "bootstrap 0o100755 (1980, 1, 1, 0, 0, 0)
    data 0o100644 (1980, 1, 1, 0, 0, 0)
    tool 0o100755 (1980, 1, 1, 0, 0, 0)
    "
  `);
});

test("packages have the same bytes in every time zone", async () => {
  const script = `import { zip } from "${process.cwd()}/infra/build/zip.ts";
    import { createHash } from "node:crypto";
    console.log(createHash("sha256").update(zip([{ path: "a", content: new Uint8Array([1]) }])).digest("hex"));`;
  const run = (TZ: string) =>
    execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      encoding: "utf8",
      env: { ...process.env, TZ },
    });
  expect(run("Asia/Tokyo")).toBe(run("America/Lima"));
});
