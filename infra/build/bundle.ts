import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { SpecError } from "../../model/errors.ts";
import { bundleProblems } from "./bundle-problems.ts";
import { type EntrySource, entries, entryPoint } from "./entries.ts";
import { portableMap } from "./source-map.ts";

/** A function as the bundler sees it. */
export interface BundleSource extends EntrySource {
  /** Syntax level, for example "node22". */
  readonly syntax: string;
}

/** One function's code, ready to be packaged. */
export interface Bundle {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
  /** Every file that it was made from, absolute. */
  readonly inputs: readonly string[];
}

export interface BundleRequest {
  readonly sources: readonly BundleSource[];
  /** The spec's directory. */
  readonly directory: string;
  /** What the paths in a report are relative to. */
  readonly origin: string | undefined;
  /** Gets each bundle in turn. */
  readonly use: (name: string, bundle: Bundle) => Promise<void>;
}

/** Dependencies written for CommonJS call `require` and ask where they are, which an ES module has no answer for. */
const BANNER = [
  'import{createRequire as __polyfnRequire}from"node:module";',
  'import{fileURLToPath as __polyfnPath}from"node:url";',
  "const require=__polyfnRequire(import.meta.url),",
  '__filename=__polyfnPath(import.meta.url),__dirname=__polyfnPath(new URL(".",import.meta.url));',
].join("");

/** What the bundles depend on beside the sources; part of a package's key in the cache. */
export const BUNDLING = {
  bundle: true,
  format: "esm",
  platform: "node",
  // Identifiers too, because otherwise esbuild writes paths of CommonJS modules into the code, and these differ
  // between machines. `keepNames` keeps functions' and classes' names, so stacks and `error.name` stay readable.
  minify: true,
  keepNames: true,
  charset: "utf8",
  legalComments: "none",
  sourcemap: "linked",
  banner: { js: BANNER },
  outExtension: { ".js": ".mjs" },
  // Never write to the terminal: messages become problems of the spec.
  logLevel: "silent",
  metafile: true,
} as const satisfies BuildOptions;

/**
 * Bundles all functions of one syntax level in a single call, so that a module they share is read and parsed once.
 * `use` gets each bundle in turn; they are not all held in memory.
 * @throws SpecError with every error of every function.
 */
export async function bundle({ sources, directory, origin, use }: BundleRequest): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), "polyfn-build-"));
  try {
    for (const [syntax, group] of bySyntax(sources)) {
      const { metafile, outdir: out } = await run(group, { directory, origin }, syntax, outdir);
      for (const [index, source] of group.entries()) {
        const code = await readFile(join(out, `${index}`, "function.mjs"));
        const map = await readFile(join(out, `${index}`, "function.mjs.map"), "utf8");
        const inputs = reached(metafile, entryPoint(source.name)).map((path) => resolve(directory, path));
        await use(source.name, { code, map: portableMap(map, join(out, `${index}`), directory), inputs });
        await rm(join(out, `${index}`), { recursive: true });
      }
    }
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

function bySyntax(sources: readonly BundleSource[]): Map<string, BundleSource[]> {
  const groups = new Map<string, BundleSource[]>();
  for (const source of sources) groups.set(source.syntax, [...(groups.get(source.syntax) ?? []), source]);
  return groups;
}

async function run(
  group: readonly BundleSource[],
  { directory, origin }: Pick<BundleRequest, "directory" | "origin">,
  syntax: string,
  parent: string,
) {
  const outdir = join(parent, syntax);
  const options = {
    ...BUNDLING,
    absWorkingDir: directory,
    target: syntax,
    outdir,
    entryPoints: group.map((source, index) => ({ in: entryPoint(source.name), out: `${index}/function` })),
    plugins: [entries(new Map(group.map((source) => [source.name, source])))],
  } satisfies BuildOptions;
  try {
    return { outdir, metafile: (await build(options)).metafile };
  } catch (error) {
    const problems = await bundleProblems(error, options, group);
    throw problems === undefined ? error : new SpecError(problems, origin);
  }
}

/** Files that an entry point reaches, also those of which nothing is left in the bundle. */
function reached({ inputs }: Metafile, entry: string): string[] {
  const seen = new Set<string>([entry]);
  for (const path of seen) {
    for (const imported of inputs[path]?.imports ?? []) if (!imported.external) seen.add(imported.path);
  }
  seen.delete(entry);
  return [...seen];
}
