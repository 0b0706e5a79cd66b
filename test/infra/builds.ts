import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import type { Packaging } from "../../adapters/contract.ts";
import { buildFunctions } from "../../infra/build/index.ts";
import { SpecError } from "../../model/errors.ts";
import { parseApp } from "../../model/parse.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { temporaryDirectory, write } from "./project.ts";

/** Packages as an adapter would; a handler's default export is called with the event. */
export const adapter = {
  title: "Test Cloud",
  rules: { package: { zipped: 50 * 1024 * 1024, unzipped: 250 * 1024 * 1024 } },
  package(fn: ResolvedFunction): Packaging {
    if (fn.image) return { kind: "image" };
    if (fn.runtime !== "nodejs")
      return { kind: "files", handler: "app.main", runtime: fn.runtime, root: "/code", provides: [] };
    return {
      kind: "node",
      syntax: "node20",
      entry: (module) => `import user from ${JSON.stringify(module)}; export const handler = (event) => user(event);`,
      handler: "index.handler",
      runtime: "nodejs20.x",
      provides: ["@cloud/*"],
    };
  },
};

/** The packages of an app and what is found in them. */
export const buildFound = (directory: string, spec: unknown) =>
  buildFunctions({ app: parseApp(spec), adapter, directory });

export const build = async (directory: string, spec: unknown) => (await buildFound(directory, spec)).artifacts;

/** Builds one function `a` from `a.ts`. */
export const buildOne = async (directory: string, settings: object = {}) => {
  const built = await build(directory, { name: "shop", functions: { a: { handler: "a.ts", ...settings } } });
  return built.get("a")?.zip ?? "";
};

/** The problems with which a build fails. */
export async function problemsOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof SpecError)) throw new Error(`expected a SpecError, got ${error}`);
  return error.problems.map(({ path, message, remedy }) => ({ path: path.join("."), message, remedy }));
}

/** The files of a zip, by path. */
export const bytesOf = (zip: string): Record<string, Uint8Array> => unzipSync(readFileSync(zip));

export const filesOf = (zip: string): Record<string, string> =>
  Object.fromEntries(Object.entries(bytesOf(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));

/**
 * Runs the packaged handler in a separate process, in an unpacked copy, and returns its result, or the message of a
 * failure to load.
 */
export function runPackage(zip: string, env: Readonly<Record<string, string>> = {}): unknown {
  const unpacked = temporaryDirectory("polyfn-unpacked-");
  write(unpacked, bytesOf(zip));
  const script = `import("./index.mjs").then(async ({ handler }) => console.log(JSON.stringify({ is: await handler({}) })),
    (error) => console.log(JSON.stringify({ is: "failed: " + error.message })))`;
  const printed = execFileSync(process.execPath, ["-e", script], {
    cwd: unpacked,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  const { is }: { is: unknown } = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
  return is;
}
