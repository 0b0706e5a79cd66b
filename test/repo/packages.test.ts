/** The imports that each package of this repository may have of the other, and of packages that a user may not have. */
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { adapters } from "../../adapters/index.ts";
import { offlineClouds } from "../../offline/clouds/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const { peerDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;

const EMULATOR = "offline/aliyun/";
/** The adapter writes configurations by these schemas, and polyfn's own package contains them. */
const SHARED = `${EMULATOR}trigger-config/`;

interface Import {
  readonly from: string;
  /** Path in the repository, or name of a package. */
  readonly to: string;
  readonly line: string;
}

const ignore = ["**/node_modules/**", "**/dist/**", "**/.polyfn/**"];
const imports: readonly Import[] = globSync("**/*.{ts,mts,mjs}", { cwd: root, ignore }).flatMap((from) =>
  [
    ...read(from).matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|\bimport\("([^"]+)"\)|\brequire\("([^"]+)"\)/gm),
  ].map(([line, ...found]) => {
    const to = found.find((one) => one !== undefined) ?? "";
    return { from, to: to.startsWith(".") ? normalize(join(dirname(from), to)) : to, line };
  }),
);
const shown = (found: readonly Import[]): string[] => found.map(({ from, to }) => `${from} -> ${to}`);
const isFile = ({ to }: Import): boolean => /\.(ts|mjs)$/.test(to);

test("the emulator imports nothing of polyfn", () => {
  const own = imports.filter(({ from }) => from.startsWith(EMULATOR));
  expect(own.length).toBeGreaterThan(500);
  expect(shown(own.filter((one) => isFile(one) && !one.to.startsWith(EMULATOR)))).toEqual([]);
  expect(shown(own.filter(({ to }) => to === "polyfn" || to.startsWith("polyfn/")))).toEqual([]);
});

test("everything but the emulator's own tests imports it by the name of its package", () => {
  const others = imports.filter(({ from }) => !from.startsWith(EMULATOR) && !from.startsWith("test/emulator/"));
  expect(shown(others.filter(({ to }) => to.startsWith(EMULATOR) && !to.startsWith(SHARED)))).toEqual([]);
});

test("tests use the drivers of clouds, and nothing of the demonstration", () => {
  const own = imports.filter(({ from }) => from.startsWith("test/"));
  expect(own.filter(({ to }) => to.startsWith("offline/drivers/")).length).toBeGreaterThan(10);
  expect(shown(own.filter(({ to }) => to.startsWith("offline/demo/")))).toEqual([]);
});

test("the schemas that the adapter shares with the emulator import nothing but zod", () => {
  const shared = imports.filter(({ from }) => from.startsWith(SHARED));
  expect(shown(shared.filter(({ to }) => to !== "zod" && !to.startsWith(SHARED)))).toEqual([]);
});

test("what a cloud loads on use is listed, so that a missing package can be named", async () => {
  const listed = new Set(Object.values(offlineClouds).flatMap(({ packages }) => packages));
  for (const adapter of Object.values(adapters)) {
    const { packages = [], operate } = await adapter();
    for (const name of [...packages, ...(operate?.packages ?? [])]) listed.add(name);
  }
  expect([...listed, "typescript", "vitest"].sort()).toEqual(Object.keys(peerDependencies ?? {}).sort());
});

test("the package loads what a user may not have only where that is listed", () => {
  const loaders =
    /^(adapters\/\w+\/(resource-types\.ts|bench\/|operate\/)|offline\/(plugins|clouds|demo|drivers)\/|offline\/endpoint\/http1\.ts$|infra\/build\/decorators\.ts$|testing\/vitest\/)/;
  const optional = Object.keys(peerDependencies ?? {});
  const found = imports.filter(
    ({ from, to, line }) =>
      /^(adapters|cli|infra|model|offline|runtime|testing)\//.test(from) &&
      !from.startsWith(EMULATOR) &&
      optional.some((name) => to === name || to.startsWith(`${name}/`)) &&
      !/^(import|export) type /.test(line) &&
      !loaders.test(from),
  );
  expect(shown(found)).toEqual([]);
});
