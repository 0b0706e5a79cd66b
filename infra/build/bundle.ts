import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BuildOptions, Metafile } from "esbuild";
import { z } from "zod";
import { SpecError } from "../../model/errors.ts";
import { packagesWithoutAddon } from "./addon-packages.ts";
import { type Platform, unfit } from "./addon-platform.ts";
import {
  addonPath,
  addons,
  isLoader,
  librariesBeside,
  librariesOf,
  loaderInputs,
  type UnfitAddon,
  unfitAddons,
} from "./addons.ts";
import { dataFiles, isAsset, TEXT_LOADERS, wasm } from "./assets.ts";
import { bundleFailures, type Failure, failureProblems, fatalWarnings } from "./bundle-problems.ts";
import type { Input } from "./digests.ts";
import { entries, entryPoint, entryText } from "./entries.ts";
import { type BundleSource, type Group, groupsOf } from "./groups.ts";
import { externals } from "./externals.ts";
import { followedLibraries } from "./libraries.ts";
import { loadable } from "./loadable.ts";
import { type KeptBundlers, outputOf } from "./kept-bundlers.ts";
import { externalImports, importedModules, importsOf, moduleFile, reached } from "./metafile.ts";
import { type ModuleFiles, modulePlaces, type NamedFiles, PLACE_NAMES } from "./module-places.ts";
import type { ExternalImport } from "./modules.ts";
import { type NamedPlace, namedBySources } from "./named-files.ts";
import { isOwnModule, packagePlace } from "./paths.ts";
import type { Import } from "./resolution-inputs.ts";
import { portableMap } from "./source-map.ts";
import type { PackageFile } from "./tree.ts";
import { type UnusedExternal, unusedExternals } from "./unused-externals.ts";

/** One function's code, ready to be packaged. */
export interface Bundle {
  readonly code: Uint8Array;
  readonly map: Uint8Array;
  /** Every file that it was made from, absolute. */
  readonly inputs: readonly string[];
  readonly imports: readonly Import[];
  /** Further inputs of the result. */
  readonly dependences: readonly Input[];
  /** Native addons that it loads and that do not run on the function's platform. */
  readonly unfit: readonly UnfitAddon[];
  /** Digests of the user's own files as the bundler got them, by absolute path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Files that the code loads from its package, beside what `include` adds. */
  readonly companions: readonly PackageFile[];
  readonly externals: readonly ExternalImport[];
  readonly unusedExternal: readonly UnusedExternal[];
  /** Files beside themselves that the user's own sources name. */
  readonly named: readonly NamedPlace[];
  /** Code of the user's own sources that loads what only shows at run time: "file:line: call". */
  readonly unseen: readonly string[];
  /** Bundled packages that have a native addon of which nothing is in the bundle's files. */
  readonly withoutAddon: readonly string[];
}

export interface BundleRequest {
  readonly sources: readonly BundleSource[];
  /** The spec's directory. */
  readonly directory: string;
  /** The name that paths in a report are relative to. */
  readonly origin: string | undefined;
  /** Gets each bundle in turn. */
  readonly use: (name: string, bundle: Bundle) => Promise<void>;
  /** Bundlers of earlier builds. With them each function has one of its own. Default: all are made anew. */
  readonly kept?: Bundlers | undefined;
}

export type Bundlers = KeptBundlers<ModuleFiles>;

/**
 * Dependencies written for CommonJS call `require` and ask where they are, which an ES module has no answer for. What
 * begins with `__polyfn` serves the modules in which `modulePlaces` and the loaders of assets leave these names.
 */
const BANNER = [
  'import{createRequire as __polyfnRequire}from"node:module";',
  'import{dirname as __polyfnDirname}from"node:path";',
  'import{fileURLToPath as __polyfnPath}from"node:url";',
  "const __polyfnUrl=import.meta.url,__polyfnFile=__polyfnPath(__polyfnUrl),__polyfnDir=__polyfnDirname(__polyfnFile),",
  "__polyfnAt=p=>new URL(p,__polyfnUrl).href,require=__polyfnRequire(__polyfnUrl);",
].join("");

/** Version of the bundler, without loading it. */
export const BUNDLER = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)("esbuild/package.json")).version;

/** Inputs of the bundles beside the sources; part of a package's key in the cache. */
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
  // Source maps contain only the user's own modules; dependencies would be most of a map.
  sourcesContent: false,
  banner: { js: BANNER },
  define: PLACE_NAMES,
  loader: TEXT_LOADERS,
  outExtension: { ".js": ".mjs" },
  // Never write to the terminal: messages become problems of the spec.
  logLevel: "silent",
  metafile: true,
} as const satisfies BuildOptions;

/**
 * Bundles functions in groups of the same settings. `use` gets each bundle in turn; they are not all held in memory.
 * @throws SpecError with every error of every function.
 */
export async function bundle({ sources, directory, origin, use, kept }: BundleRequest): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "polyfn-build-"));
  const failures: Failure[] = [];
  try {
    for (const [index, group] of groupsOf(sources, kept ? 1 : undefined).entries()) {
      const built = await run(group, directory, join(parent, `${index}`), kept);
      if ("failures" in built) failures.push(...built.failures);
      // Errors are reported for all functions, so after a failure no bundle is used.
      if ("failures" in built || failures.length > 0) continue;
      for (const [at, source] of group.sources.entries()) {
        await use(source.name, await result(built, source, join(built.outdir, `${at}`), directory));
        await rm(join(built.outdir, `${at}`), { recursive: true, force: true });
      }
    }
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
  if (failures.length > 0) throw new SpecError(failureProblems(failures, directory), origin);
}

/** The result of one call of the bundler. */
interface Run {
  readonly metafile: Metafile;
  readonly outdir: string;
  readonly files: ModuleFiles;
  readonly platform: Platform;
  readonly output: (path: string) => Promise<Uint8Array>;
}

async function run(
  group: Group,
  directory: string,
  outdir: string,
  kept: Bundlers | undefined,
): Promise<Run | { readonly failures: readonly Failure[] }> {
  const { settings, sources } = group;
  const { options, files: own } = optionsFor(group, directory, outdir);
  // Loaded only where something has to be bundled.
  const { build } = await import("esbuild");
  try {
    const { result: made, files } = kept
      ? await kept.build(keyOf(group), () => ({ options: { ...options, write: false }, files: own }), clear)
      : { result: await build(options), files: own };
    const { metafile, warnings } = made;
    const failures = fatalWarnings(warnings, sources, (name) => reached(metafile, entryPoint(name), directory));
    return failures.length > 0 ? { failures } : { outdir, files, metafile, platform: settings, output: outputOf(made) };
  } catch (error) {
    const failures = await bundleFailures(error, options, sources);
    if (failures === undefined) throw error;
    return { failures };
  }
}

function optionsFor({ settings, sources }: Group, directory: string, outdir: string) {
  const files: ModuleFiles = {
    own: new Map(),
    digests: new Map(),
    named: new Map(),
    compiled: new Set(),
    addonFolders: new Map(),
  };
  const options = {
    ...BUNDLING,
    absWorkingDir: directory,
    target: settings.syntax,
    outdir,
    entryPoints: sources.map((source, index) => ({ in: entryPoint(source.name), out: `${index}/function` })),
    plugins: [
      entries(new Map(sources.map((source) => [source.name, source]))),
      externals(settings.external, directory),
      loadable(directory, settings.syntax),
      wasm(directory),
      dataFiles(directory, files.digests),
      addons(directory, settings),
      modulePlaces(directory, files),
    ],
  } satisfies BuildOptions;
  return { options, files };
}

const keyOf = ({ settings, sources }: Group): string =>
  JSON.stringify([settings, sources.map((source) => [source.name, source.handler, entryText(source)])]);

const clear = (files: ModuleFiles): void => {
  for (const found of Object.values(files)) (found as Map<string, unknown> | Set<string>).clear();
};

async function result(run: Run, { name, handler, external }: BundleSource, folder: string, directory: string) {
  const { metafile, files: found, platform } = run;
  const map = Buffer.from(await run.output(join(folder, "function.mjs.map"))).toString("utf8");
  const modules = reached(metafile, entryPoint(name), directory);
  const inputs = modules
    .filter((path) => !isLoader(path))
    .map((path) => moduleFile(addonPath(path) ?? path, directory));
  const files = inputs.flatMap((input) => found.named.get(input) ?? []);
  const own = namedBySources(inputs, found.named, directory);
  const { native, libraries, dependences } = nativeCode([...inputs, ...own.addons], platform);
  const assets = [
    ...filesOf(files).filter((path) => isAsset(path) && !native.includes(path)),
    ...inputs.filter((input) => input.endsWith(".wasm")),
    ...native.filter((path) => unfit(path, platform) === undefined),
    ...libraries,
  ];
  const compiled = inputs.some((input) => found.compiled.has(input));
  const theirModules = modules.filter((path) => !isOwnModule(resolve(directory, path), directory));
  const importers = [...importedModules(metafile, modules).values(), own.addons];
  return {
    code: await run.output(join(folder, "function.mjs")),
    map: portableMap(map, { mapDirectory: folder, directory, own: found.own }),
    digests: found.digests,
    imports: [
      ...modules.flatMap((path) => importsOf(metafile, path, moduleFile(path, directory))),
      ...(compiled ? [{ importer: join(directory, "spec"), specifier: "typescript/package.json" }] : []),
    ],
    dependences: [...dependences, ...modules.filter(isLoader).flatMap(loaderInputs)],
    unfit: unfitAddons(importers, (path) => moduleFile(path, directory), directory, platform),
    // The handler's own path, too: the bundler names only the file that it leads to.
    inputs: [...new Set([handler, ...libraries, ...inputs, ...filesOf(files), ...besideOf(files)])],
    companions: [...new Set(assets)].map((source) => ({ source, path: packagePlace(source, directory) })),
    externals: externalImports(metafile, entryPoint(name)),
    unusedExternal: unusedExternals(metafile, theirModules, external),
    named: own.named,
    unseen: own.unseen,
    withoutAddon: packagesWithoutAddon(inputs, found.addonFolders),
  } satisfies Bundle;
}

/** The native addons among files, the libraries that they load, and the inputs that decide which those are. */
function nativeCode(files: readonly string[], { architecture }: Platform) {
  const native = [...new Set(files)].filter((path) => path.endsWith(".node"));
  const followed = native.map((path) => followedLibraries(path, architecture));
  const probed = followed.flatMap((one) => one.probed.map((path) => ({ kind: "content", path }) as const));
  return {
    native,
    libraries: [...native.flatMap(librariesBeside), ...followed.flatMap((one) => one.found)],
    dependences: [...native.map(librariesOf), ...probed] satisfies Input[],
  };
}

const filesOf = (files: readonly NamedFiles[]): string[] => files.flatMap(({ urls, loaded }) => [...urls, ...loaded]);
const besideOf = (files: readonly NamedFiles[]): string[] => files.flatMap(({ beside }) => beside);
