import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingLibraries } from "../../infra/build/libraries.ts";
import { type ElfHeader, elf } from "./binaries.ts";
import { buildFound, buildOne, bytesOf } from "./builds.ts";
import { temporaryDirectory, write } from "./project.ts";

const linux = (links: Partial<ElfHeader> = {}): Buffer => elf({ machine: 62, ...links });

const nativesIn = (zip: string): string[] =>
  Object.keys(bytesOf(zip))
    .filter((path) => /\.node$|\.so/.test(path))
    .sort();

const ADDON = "node_modules/native/lib/a.node";

/** A bundled package with an addon, and files at their paths. */
function project(addon: Buffer, files: Readonly<Record<string, Buffer>>): string {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": `import native from "native"; export default () => native;`,
    "node_modules/native/package.json": `{ "name": "native", "main": "lib/index.js" }`,
    "node_modules/native/lib/index.js": `module.exports = require("./a.node");`,
    [ADDON]: addon,
    ...files,
  });
  return directory;
}

test.each([
  ["runpath", "$ORIGIN/../../@native/libs/lib"],
  ["rpath", ["/build/out:$", "{ORIGIN}/../../@native/libs/lib"].join("")],
])("libraries in the %s of an addon are packaged with their dependencies", async (field, path) => {
  const folder = "node_modules/@native/libs";
  const directory = project(linux({ needed: ["libc.so.6", "libx.so.1"], [field]: path }), {
    [`${folder}/lib/libx.so.1`]: linux({ needed: ["liby.so"], runpath: "$ORIGIN/../more" }),
    [`${folder}/more/liby.so`]: linux({ needed: ["libm.so.6"] }),
    [`${folder}/lib/libunused.so`]: linux(),
  });
  const expected = [`${folder}/lib/libx.so.1`, `${folder}/more/liby.so`, ADDON].sort();
  expect(nativesIn(await buildOne(directory))).toEqual(expected);
  rmSync(join(directory, folder, "more/liby.so"));
  expect(nativesIn(await buildOne(directory))).toEqual(expected.filter((one) => !one.endsWith("liby.so")));
});

test("RPATH applies to the libraries of a library, RUNPATH does not", async () => {
  const files = {
    "node_modules/native/libs/libx.so": linux({ needed: ["liby.so"] }),
    "node_modules/native/libs/liby.so": linux(),
  };
  const packaged = async (links: Partial<ElfHeader>) =>
    nativesIn(await buildOne(project(linux({ needed: ["libx.so"], ...links }), files)));
  expect(await packaged({ rpath: "$ORIGIN/../libs" })).toContain("node_modules/native/libs/liby.so");
  expect(await packaged({ runpath: "$ORIGIN/../libs" })).not.toContain("node_modules/native/libs/liby.so");
});

test("a library for another processor is skipped, as the loader does", async () => {
  const directory = project(linux({ needed: ["libx.so"], runpath: "$ORIGIN/arm:$ORIGIN/x64" }), {
    "node_modules/native/lib/arm/libx.so": elf({ machine: 183 }),
    "node_modules/native/lib/x64/libx.so": linux(),
  });
  expect(nativesIn(await buildOne(directory))).toEqual([ADDON, "node_modules/native/lib/x64/libx.so"]);
});

test("a missing library causes a remark, from the cache too; one in lib is found", async () => {
  const directory = project(linux({ needed: ["libstdc++.so.6", "libx.so.1"] }), {});
  const remarks = async (settings: object = {}) =>
    (await buildFound(directory, { name: "shop", functions: { a: { handler: "a.ts", ...settings } } })).remarks
      .filter(({ code }) => code === "missing-library")
      .map(({ message }) => message);
  const message = `Native addons need libraries that are not in the package: libx.so.1 of ${ADDON}. Whether the runtime has them, polyfn cannot know.`;
  expect(await remarks()).toEqual([message]);
  expect(await remarks()).toEqual([message]);
  expect(await remarks({ layers: ["layer:1"] })).toEqual([]);
  write(directory, { "lib/libx.so.1": linux() });
  expect(await remarks({ include: ["lib"] })).toEqual([]);
});

test("each missing library is reported once with the files that need it", () => {
  const directory = temporaryDirectory();
  write(directory, { "a.node": linux({ needed: ["libx.so", "libx.so"] }), "b.node": linux({ needed: ["libx.so"] }) });
  const files = ["a.node", "b.node"].map((path) => ({ path, source: join(directory, path) }));
  expect(missingLibraries(files, "x86_64")).toEqual(["libx.so of a.node", "libx.so of b.node"]);
});
