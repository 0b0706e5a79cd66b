import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { elf, machO } from "./binaries.ts";
import { buildOne, bytesOf, problemsOf, runPackage } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const linux = (machine: "x86_64" | "arm64"): Buffer => elf({ machine: machine === "arm64" ? 183 : 62, type: 3 });
const mac = machO(0x0100000c);

const filesIn = (zip: string): string[] =>
  Object.keys(bytesOf(zip))
    .filter((path) => !/^(?:index|function)\.mjs/.test(path))
    .sort();

/** A package `native` whose module is `code`, and a handler that loads it. */
const project = (code: string, files: Readonly<Record<string, string | Uint8Array>>) => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import native from "native"; export default () => native;`,
    "node_modules/native/package.json": `{ "name": "native", "main": "lib/index.js" }`,
    "node_modules/native/lib/index.js": code,
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`node_modules/${path}`, content])),
  });
  return directory;
};

test("packages an imported addon with the libraries next to it", async () => {
  const directory = project(`module.exports = require("../build/a.node");`, {
    "native/build/a.node": linux("x86_64"),
    "native/build/libx.so.1": "library",
    "native/build/notes.txt": "no library",
  });
  expect(filesIn(await buildOne(directory))).toEqual([
    "node_modules/native/build/a.node",
    "node_modules/native/build/libx.so.1",
  ]);
});

test.each([
  ["for another system", mac, "x86_64", "a Mach-O file for macOS on arm64; the function runs on Linux on x86_64."],
  [
    "for another processor",
    linux("x86_64"),
    "arm64",
    "an ELF file for Linux on x86_64; the function runs on Linux on arm64.",
  ],
  [
    "that is none",
    Buffer.from("text"),
    "x86_64",
    "no native addon: it does not begin like an ELF file; the function runs on Linux on x86_64.",
  ],
] as const)("refuses an addon %s", async (_, addon, architecture, message) => {
  const directory = project(`module.exports = require("../build/a.node");`, { "native/build/a.node": addon });
  const work = () => buildOne(directory, { architecture });
  for (const problems of [await problemsOf(work()), await problemsOf(work())]) {
    expect(problems).toMatchObject([
      { path: "functions.a.handler", message: `node_modules/native/build/a.node is ${message}` },
    ]);
  }
  write(directory, { "node_modules/native/build/a.node": linux(architecture) });
  expect(filesIn(await buildOne(directory, { architecture }))).toEqual(["node_modules/native/build/a.node"]);
});

test("packages those of a loader's addons that are for the function's platform", async () => {
  const platforms = ["darwin-arm64", "linux-x64-gnu", "linux-arm64-gnu"];
  const code = `let addon; for (const load of [${platforms.map((name) => `() => require("@n/${name}")`).join(", ")}, () => require("@n/none")]) try { addon ??= load(); } catch {}
module.exports = addon;`;
  const directory = project(
    code.replace(`() => require("@n/none")`, `() => { try { return require("@n/none"); } catch {} }`),
    Object.fromEntries(
      platforms.flatMap((name, index) => [
        [`@n/${name}/package.json`, `{ "name": "@n/${name}", "main": "${name}.node" }`],
        [`@n/${name}/${name}.node`, [mac, linux("x86_64"), linux("arm64")][index] ?? mac],
      ]),
    ),
  );
  expect(filesIn(await buildOne(directory))).toEqual(["node_modules/@n/linux-x64-gnu/linux-x64-gnu.node"]);
  expect(filesIn(await buildOne(directory, { architecture: "arm64" }))).toEqual([
    "node_modules/@n/linux-arm64-gnu/linux-arm64-gnu.node",
  ]);
});

const LOADERS = {
  bindings: [`require("bindings")("a")`, "native/build/Release/a.node"],
  "node-gyp-build": [
    `require("node-gyp-build")(require("path").join(__dirname, ".."))`,
    "native/prebuilds/linux-x64/node.napi.node",
  ],
  "@mapbox/node-pre-gyp": [
    `require(require("@mapbox/node-pre-gyp").find(require("path").join(__dirname, "../package.json")))`,
    "native/lib/binding/napi-v3/a.node",
  ],
} as const;

test.each(Object.entries(LOADERS))("finds the addon that %s would find", async (_, [code, place]) => {
  const directory = project(`module.exports = ${code};`, {
    [place]: linux("x86_64"),
    "native/prebuilds/darwin-arm64/node.napi.node": mac,
    "native/prebuilds/linux-x64/electron.napi.node": linux("x86_64"),
  });
  const zip = await buildOne(directory);
  expect(filesIn(zip)).toEqual([`node_modules/${place}`]);
  expect(runPackage(zip)).toMatch(new RegExp(`^failed: .*${place.replaceAll(".", "\\.")}: `));
});

/** An addon that is installed here; it belongs to the test runner. */
const REAL = "node_modules/@rolldown/binding-linux-x64-gnu/rolldown-binding.linux-x64-gnu.node";

test.runIf(process.platform === "linux" && process.arch === "x64")(
  "loads a real addon from the package (Linux on x64 only)",
  async () => {
    const directory = project(`module.exports = typeof require("../build/a.node").parseSync;`, {
      "native/build/a.node": readFileSync(REAL),
    });
    expect(runPackage(await buildOne(directory))).toBe("function");
  },
);
