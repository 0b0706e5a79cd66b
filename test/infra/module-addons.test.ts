import { expect, test } from "vitest";
import { elf, machO } from "./binaries.ts";
import { buildFound, buildOne, bytesOf, problemsOf, runPackage } from "./builds.ts";
import { found } from "./found.ts";
import { HANDLER, npm, ODD, placesIn } from "./npm-packages.ts";
import { temporaryDirectory, write } from "./project.ts";

const linux = (machine: "x86_64" | "arm64"): Buffer => elf({ machine: machine === "arm64" ? 183 : 62 });
const mac = machO(0x0100000c);

/** A package whose addons are in optional packages, of which npm installs one for each platform. */
const platforms = (installed: Readonly<Record<string, Buffer>>) => ({
  ...npm("node_modules/odd", "1", [], {
    optionalDependencies: {
      "@o/darwin-arm64": "1",
      "@o/linux-x64": "1",
      "@o/linux-arm64": "1",
      "@o/linux-x64-musl": "1",
    },
  }),
  ...Object.fromEntries(
    Object.entries(installed).flatMap(([name, addon]) => {
      const [os, cpu, libc] = name.split("-");
      return [
        [
          `node_modules/@o/${name}/package.json`,
          JSON.stringify({ name: `@o/${name}`, os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) }),
        ],
        [`node_modules/@o/${name}/x.node`, addon],
      ];
    }),
  ),
});

test("optional dependencies are packaged for the function's platform only", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...platforms({
      "darwin-arm64": mac,
      "linux-x64": linux("x86_64"),
      "linux-x64-musl": linux("x86_64"),
      "linux-arm64": linux("arm64"),
    }),
  });
  expect(placesIn(await buildOne(directory, ODD))).toEqual(["node_modules/@o/linux-x64", "node_modules/odd"]);
  expect(placesIn(await buildOne(directory, { ...ODD, architecture: "arm64" }))).toEqual([
    "node_modules/@o/linux-arm64",
    "node_modules/odd",
  ]);
});

test.each([
  ["copied", ODD, /^Install the packages for that platform, .*npm install --os=linux --cpu=x64 --libc=glibc/],
  [
    "included",
    { external: ["odd"], include: ["node_modules/**"] },
    /^Name the external package in nodeModules, which brings what it needs\. If that is not installed, install/,
  ],
])("a %s package without an addon for the function's platform is refused", async (_, settings, remedy) => {
  const directory = temporaryDirectory();
  write(directory, { "a.ts": HANDLER, ...platforms({ "darwin-arm64": mac }) });
  expect(await problemsOf(buildOne(directory, settings))).toEqual([
    {
      path: "functions.a",
      message:
        'node_modules/odd needs "@o/linux-x64", which is not in the package; the function runs on Linux on x86_64.',
      remedy: expect.stringMatching(remedy),
    },
  ]);
});

test.each([
  ["copied", ODD],
  ["included", { external: ["odd"], include: ["node_modules/odd/**"] }],
])("the addon of a %s package is checked by its header", async (_, settings) => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...npm("node_modules/odd", "1"),
    "node_modules/odd/build/Release/x.node": mac,
  });
  expect(await problemsOf(buildOne(directory, settings))).toMatchObject([
    {
      path: "functions.a",
      message:
        "node_modules/odd/build/Release/x.node is a Mach-O file for macOS on arm64; the function runs on Linux on x86_64.",
    },
  ]);
  write(directory, { "node_modules/odd/prebuilds/linux-x64/x.node": linux("x86_64") });
  expect(runPackage(await buildOne(directory, settings))).toEqual(["odd@1"]);
});

test("addons for other platforms are left out of a copied package and listed", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...npm("node_modules/odd", "1"),
    "node_modules/odd/prebuilds/darwin-arm64/x.node": mac,
    "node_modules/odd/prebuilds/linux-x64/x.node": linux("x86_64"),
  });
  expect(Object.keys(bytesOf(await buildOne(directory, ODD))).filter((path) => path.endsWith(".node"))).toEqual([
    "node_modules/odd/prebuilds/linux-x64/x.node",
  ]);
});

test("the addons of a custom runtime's node_modules are checked by their headers", () => {
  const files = {
    "app/bootstrap": "#!/bin/sh\n",
    "app/node_modules/odd/package.json": `{ "name": "odd" }`,
    "app/node_modules/odd/x.node": mac,
  };
  expect(found({ files, fn: { handler: "app", runtime: "custom" } }).problems).toEqual([
    expect.stringMatching(/^addon: node_modules\/odd\/x\.node is a Mach-O file for macOS on arm64; /),
  ]);
});

test("an included package without its dependencies causes a remark", () => {
  const directory = temporaryDirectory();
  const files = {
    "a.ts": "export default {};",
    ...npm("node_modules/odd", "1", ["one"]),
    ...npm("node_modules/one", "1"),
  };
  const fn = { handler: "a.ts", external: ["odd"], include: ["node_modules/odd/**"] };
  expect(found({ files, fn }, directory).remarks).toEqual([
    'external-missing: Included packages depend on others that are not in the package: "one" of node_modules/odd. Name the external package in nodeModules instead, which brings its dependencies.',
  ]);
  expect(found({ files, fn: { ...fn, include: ["node_modules/**"] } }, directory).remarks).toEqual([]);
});

test("a copied package without its built addon causes a remark", async () => {
  const directory = temporaryDirectory();
  write(directory, {
    "a.ts": HANDLER,
    ...npm("node_modules/odd", "1", ["bindings"]),
    // A tool of such packages that has no addon itself, though its manifest looks like it.
    ...npm("node_modules/bindings", "1", [], { binary: { napi_versions: [2] } }),
  });
  const remarks = async () =>
    (await buildFound(directory, { name: "shop", functions: { a: { handler: "a.ts", ...ODD } } })).remarks;
  expect(await remarks()).toMatchObject([
    {
      code: "addon-not-found",
      path: ["functions", "a", "nodeModules"],
      message: "These packages build a native addon when they are installed, and have none: node_modules/odd.",
    },
  ]);
  write(directory, { "node_modules/odd/build/Release/x.node": linux("x86_64") });
  expect(await remarks()).toEqual([]);
});
