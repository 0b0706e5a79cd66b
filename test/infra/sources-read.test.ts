import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { aws } from "../../adapters/aws/adapter.ts";
import { readSources } from "../../infra/build/sources.ts";
import { notUtf8At } from "../../infra/reading.ts";
import { loadSpec } from "../../infra/spec-file.ts";
import { UserError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";
import { adapter, buildFound, buildOne, problemsOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

// The tests may run as root, which can read everything: here files named "locked" cannot be read.
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  return { ...fs, accessSync: refusing(fs.accessSync), readFileSync: refusing(fs.readFileSync) };
});
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  return { ...fs, readFile: refusing(fs.readFile) };
});

function refusing<A extends readonly never[], R>(read: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    const [path] = args as readonly unknown[];
    if (!/locked[^/]*$/.test(String(path))) return read(...args);
    throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: "EACCES", path });
  };
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

/** The problems that a build and a check report for the handler `a`. */
async function problemsWith(files: (directory: string) => void, fn: object = { handler: "a.ts" }) {
  const directory = temporaryDirectory();
  write(directory, { "other.ts": "export default () => 1;" });
  files(directory);
  const spec = { name: "shop", functions: { a: fn } };
  const built = await problemsOf(buildFound(directory, spec));
  return { directory, spec, built };
}

test.each<[string, (directory: string) => void, object, string]>([
  ["cannot be read", (d) => write(d, { "locked.ts": "" }), { handler: "locked.ts" }, "cannot be read (EACCES)"],
  [
    "is a link that leads nowhere",
    (d) => symlinkSync("gone.ts", join(d, "a.ts")),
    { handler: "a.ts" },
    "is a link that leads nowhere",
  ],
  [
    "is a link to itself",
    (d) => symlinkSync("a.ts", join(d, "a.ts")),
    { handler: "a.ts" },
    "is a link that leads to itself",
  ],
  [
    "is a Python file",
    (d) => write(d, { "locked.py": "" }),
    { handler: "locked.py:main", runtime: "python" },
    "cannot be read (EACCES)",
  ],
])("a handler that %s is reported as a problem", async (_, files, fn, why) => {
  const { directory, spec, built } = await problemsWith(files, fn);
  const found = [expect.stringMatching(new RegExp(`^The handler's file ".*" ${why.replace(/[()]/g, "\\$&")}\\.$`))];
  expect(built.map(({ message }) => message)).toEqual(found);
  const checked = readSources(parseApp(spec), { directory, adapter: { ...adapter, support: aws.support } });
  expect(checked.problems.map(({ message }) => message)).toEqual(expect.arrayContaining(found));
});

test("a handler below a file is reported as missing", async () => {
  const { built } = await problemsWith(() => undefined, { handler: "other.ts/a.ts" });
  expect(built).toMatchObject([{ message: expect.stringContaining('There is no file "other.ts/a.ts"') }]);
});

test.each(["locked.ts", "locked.sql", "locked.node"])(
  "an import that cannot be read is a problem: %s",
  async (file) => {
    const directory = temporaryDirectory();
    write(directory, { "a.ts": `import x from "./${file}"; export default () => x;`, [file]: "x" });
    const [problem] = await problemsOf(buildOne(directory));
    expect(problem?.message).toMatch(/locked\.\w+ cannot be read \(EACCES\)/);
    expect(problem?.message).not.toContain(directory);
    expect(problem?.remedy).toContain("Replace it by a file that you may read");
  },
);

test.each<[string, (file: string) => void]>([
  ["is a folder", (file) => mkdirSync(file, { recursive: true })],
  ["is a link that leads to itself", (file) => symlinkSync(".polyfnignore", file)],
  ["is not there", (file) => symlinkSync("gone", file)],
])("a .polyfnignore that %s is reported as the user's mistake", async (why, files) => {
  const directory = temporaryDirectory();
  write(directory, { "jobs/app.py": "def handler(event, context): pass" });
  files(join(directory, "jobs/.polyfnignore"));
  const spec = { name: "shop", functions: { a: { handler: "jobs/app.py", runtime: "python" } } };
  const error = await buildFound(directory, spec).catch((found: unknown) => found);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain(`jobs/.polyfnignore" ${why}.`);
});

test.each([
  ["polyfn.yaml", "locked.yaml", "cannot be read (EACCES)"],
  ["polyfn.json", "locked.json", "cannot be read (EACCES)"],
])("a spec that cannot be read is reported as the user's mistake: %s", async (_, name, why) => {
  const directory = temporaryDirectory();
  write(directory, { [name]: "name: shop" });
  await expect(loadSpec(name, directory)).rejects.toThrow(why);
  await expect(loadSpec(name, directory)).rejects.toBeInstanceOf(UserError);
});

test.each(["polyfn.yaml", "polyfn.json"])("a spec that is not UTF-8 is refused with the position: %s", async (name) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, name), latin1('{\n  "name": "caf\xe9"\n}'));
  await expect(loadSpec(name, directory)).rejects.toThrow(`"${name}" is not UTF-8 text at ${name}:2:15.`);
});

const BAD = { message: "", remedy: "Save it as UTF-8." };

test.each([
  ["a.ts", "export default () => 1;\n// caf\xe9\nconst x = 1;", "a.ts:2:7: a.ts is not UTF-8 text"],
  ["a.ts", "export default () => 'caf\xe9';", "a.ts:1:26: a.ts is not UTF-8 text"],
  ["a.ts", "export default () => '\xe9\xc3\xa9';", "a.ts:1:23: a.ts is not UTF-8 text"],
])("a source that is not UTF-8 is refused with the position: %s", async (name, text, message) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, name), latin1(text));
  expect(await problemsOf(buildOne(directory))).toMatchObject([{ ...BAD, message }]);
});

test.each(["x.sql", "x.json"])("an imported text that is not UTF-8 is refused with the position: %s", async (name) => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": `import x from "./lib/${name}"; export default () => x;`, [`lib/${name}`]: "" });
  writeFileSync(join(directory, "lib", name), latin1('["a",\n "caf\xe9"]'));
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    { message: `lib/${name}:2:6: lib/${name} is not UTF-8 text`, remedy: expect.stringContaining("Save it as UTF-8") },
  ]);
});

test("a dependency may have other bytes in comments only", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import name from "db"; export default () => name;`,
    "node_modules/db/package.json": `{ "name": "db", "main": "x.js" }`,
    "node_modules/db/x.js": latin1("// caf\xe9\nmodule.exports = 'db';"),
  });
  expect(await buildOne(directory)).not.toBe("");
  write(directory, { "node_modules/db/x.js": latin1("module.exports = 'caf\xe9';") });
  expect(await problemsOf(buildOne(directory))).toMatchObject([
    {
      message: "node_modules/db/x.js:1:22: node_modules/db/x.js is not UTF-8 text",
      remedy: expect.stringContaining("name it in nodeModules"),
    },
  ]);
});

test("a Python handler that is not UTF-8 must declare its encoding", async () => {
  const python = async (text: string) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "app.py"), latin1(text));
    return buildFound(directory, { name: "shop", functions: { a: { handler: "app.py", runtime: "python" } } });
  };
  const code = "def handler(event, context):\n  return 'caf\xe9'\n";
  expect(await problemsOf(python(code))).toMatchObject([
    { message: "app.py:2:14: the file is not UTF-8 text, and declares no other encoding." },
  ]);
  expect((await python(`#!/usr/bin/env python\n# -*- coding: latin-1 -*-\n${code}`)).artifacts.size).toBe(1);
});

test.each<[string, number[], unknown]>([
  ["nothing wrong", [0x61, 0xc3, 0xa9], undefined],
  ["a character that is cut off", [0x61, 0xc3], { line: 1, column: 2 }],
  ["a byte within", [0x61, 0x0a, 0xe9, 0x62], { line: 2, column: 1 }],
  ["UTF-16", [0xff, 0xfe, 0x61, 0x00], { line: 1, column: 1 }],
  ["a byte after characters of several bytes", [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xff], { line: 1, column: 4 }],
])("the first byte that is not UTF-8 is found in text with %s", (_, bytes, place) => {
  expect(notUtf8At(Uint8Array.from(bytes))).toEqual(place);
});

const NFC = "caf\u00e9";
const NFD = "cafe\u0301";

test.each<[string, object]>([
  ["a handler", { handler: `${NFC}.ts` }],
  ["a pattern of include", { handler: "other.ts", include: [`${NFC}.ts`] }],
  ["a pattern with a folder", { handler: "other.ts", include: [`${NFC}/*.txt`] }],
])("%s in another Unicode form than the file is refused with both forms", async (_, fn) => {
  const { built } = await problemsWith((d) => write(d, { [`${NFD}.ts`]: "", [`${NFD}/x.txt`]: "" }), fn);
  expect(built).toHaveLength(1);
  expect(built[0]?.remedy).toContain("its name has combining characters (NFD) and this one composed characters (NFC)");
});

test.each([`./${NFC}.ts`, `./${NFC}`])(
  "an import in another Unicode form is refused with both forms: %s",
  async (path) => {
    const directory = temporaryDirectory();
    write(directory, {
      "a.ts": `import x from "${path}"; export default () => x;`,
      [`${NFD}.ts`]: "export default 1;",
    });
    const [problem] = await problemsOf(buildOne(directory));
    expect(problem?.remedy).toContain("its name has combining characters (NFD) and this one composed characters (NFC)");
  },
);

test.each(["logo.png", "font.woff2", "data.yaml", "page.svg"])(
  "the error for an import of %s says how to read the file",
  async (name) => {
    const directory = temporaryDirectory();
    write(directory, { "a.ts": `import x from "./img/${name}"; export default () => x;`, [`img/${name}`]: "x" });
    expect(await problemsOf(buildOne(directory))).toMatchObject([
      {
        message: expect.stringContaining(`No loader is configured for "${name.slice(name.indexOf("."))}" files`),
        remedy: `Read it at run time instead, with readFile(new URL("./${name}", import.meta.url)): a literal path packages the file, other paths need include (docs/files.md).`,
      },
    ]);
  },
);

test("nodeModules refuses built-in modules", async () => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": "export default () => 1;" });
  expect(await problemsOf(buildOne(directory, { nodeModules: ["fs"] }))).toMatchObject([
    {
      message: '"fs" is a module of Node.js itself, and no package.',
      remedy: "Remove it from nodeModules: every function has it.",
    },
  ]);
});
