import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import type { PartialMessage, Plugin, PluginBuild } from "esbuild";
import { assetUrls, filesBeside, urlPath } from "./assets.ts";
import { type CompilerSettings, SettingsReader } from "./compiler-settings.ts";
import { compileDecorators, needsCompiler } from "./decorators.ts";
import { sha256 } from "./digests.ts";
import { moduleLoads, USES_PLACE } from "./module-loads.ts";
import type { NamedPaths } from "./named-paths.ts";
import { isOwnModule, isOwnSource } from "./paths.ts";
import { unsupportedInSource, unsupportedSettings } from "./settings-problems.ts";
import { UNMAPPED } from "./unmapped.ts";
import { bytesFor, notUtf8, onlyInComments } from "./utf8.ts";

/** The files that a module names by paths that follow from its source. */
export interface NamedFiles extends NamedPaths {
  /** By `process.dlopen` or `require.resolve`. */
  readonly loaded: readonly string[];
  /** Code that loads what only shows at run time: "line: call". */
  readonly unseen: readonly string[];
}

/** One of the user's own modules as it was read, for its source map. */
export interface OwnModule {
  readonly text: string;
  /** The code that the build put into it, which is not in the user's file. */
  readonly inserted: { readonly line: number; readonly length: number } | undefined;
}

/** Findings in modules while they were read, by absolute path. */
export interface ModuleFiles {
  readonly own: Map<string, OwnModule>;
  /** Digests of the user's own files as the bundler got them: a file may be edited while it is bundled. */
  readonly digests: Map<string, string>;
  /** Only modules that name files. */
  readonly named: Map<string, NamedFiles>;
  /** Modules that the TypeScript compiler compiled. */
  readonly compiled: Set<string>;
  /** Package -> where its addon may be, as far as that was asked. */
  readonly addonFolders: Map<string, readonly string[]>;
}

/** `import.meta.url` and its relatives become names, which mean the bundle unless a module has its own. */
export const PLACE_NAMES = {
  "import.meta.url": "__polyfnUrl",
  "import.meta.filename": "__polyfnFile",
  "import.meta.dirname": "__polyfnDir",
  __filename: "__polyfnFile",
  __dirname: "__polyfnDir",
};

const BYTE_ORDER_MARK = /^\uFEFF/;
const END_OF_PLACES = "/*polyfn*/";

/**
 * Tells each module its own place below the package's root, where `include` puts its neighbours; without it, a module
 * that looks for a file beside itself would look beside the bundle.
 */
export function modulePlaces(directory: string, { own, digests, named, compiled }: ModuleFiles): Plugin {
  const reader = new SettingsReader();
  const refused = new Set<string>();
  const refusals = (settings: CompilerSettings): PartialMessage[] => {
    const [{ path }] = settings.chain.length > 0 ? settings.chain : [{ path: "" }];
    if (refused.has(path ?? "")) return [];
    refused.add(path ?? "");
    return unsupportedSettings(settings);
  };
  return {
    name: "polyfn-module-places",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        if (isOwnModule(path, directory)) return unmapped(await readFile(path, "utf8"));
        const { text, digest, isOwn, error } = await sourceOf(path, directory);
        if (error) return { errors: [error] };
        const settings = path.includes("/node_modules/") ? undefined : reader.of(dirname(path));
        const errors =
          settings === undefined ? [] : [...refusals(settings), ...unsupportedInSource(path, text, settings)];
        if (errors.length > 0) return { errors: inSource(errors, path, directory) };
        const compile = settings !== undefined && needsCompiler(path, text, settings);
        if (compile) compiled.add(path);
        const { text: followed, ...loads } = await loadsOf(build, path, text, directory);
        const placed = USES_PLACE.test(followed) ? withPlaces(followed, urlPath(path, directory)) : followed;
        if (isOwn) {
          own.set(path, { text, inserted: placed === followed ? undefined : placesIn(placed) });
          digests.set(path, digest);
        }
        const { files: loaded, unseen, named: read } = loads;
        const beside = read ?? { urls: assetUrls(text, path), beside: filesBeside(text, path) };
        const files = { ...beside, loaded, unseen };
        if (Object.values(files).some((list) => list.length > 0)) named.set(path, files);
        if (compile) {
          const { errors: failed, ...compiledTo } = compileDecorators(path, placed, settings, directory);
          return failed === undefined ? compiledTo : { errors: inSource(failed, path, directory) };
        }
        return isOwn ? { contents: placed, loader: "default" } : unmapped(placed);
      });
    },
  };
}

/** Modules that are not the user's own are left out of source maps. */
const unmapped = (text: string) => ({ contents: text + UNMAPPED, loader: "default" }) as const;

/** The text of a module, or why it has none. */
async function sourceOf(path: string, directory: string) {
  const { bytes, error } = await bytesFor(path, directory);
  const isOwn = isOwnSource(path, directory);
  if (bytes === undefined) return { text: "", digest: "", isOwn, error };
  const text = bytes.toString("utf8").replace(BYTE_ORDER_MARK, "");
  const remedy = isOwn
    ? "Save it as UTF-8."
    : "Update the package, or name it in nodeModules, which copies its files as they are.";
  const refused = notUtf8(path, bytes, { directory, remedy });
  const isRefused = refused && (isOwn || !onlyInComments(path, text));
  return { text, digest: isOwn ? sha256(bytes) : "", isOwn, error: isRefused ? refused : undefined };
}

/** A file that a dependency loads in its own way is followed if the bundler finds it; it may never be reached. */
function loadsOf({ resolve }: PluginBuild, path: string, text: string, directory: string) {
  const own = isOwnSource(path, directory);
  return moduleLoads({
    ...{ path, text, own },
    followed: async (specifier) => {
      if (own) return true;
      const from = { kind: "require-call", importer: path, resolveDir: dirname(path), namespace: "file" } as const;
      const found = await resolve(specifier, from);
      return found.errors.length === 0 && !found.external;
    },
    place: (file) => `__polyfnPath(__polyfnAt(${JSON.stringify(urlPath(file, directory))}))`,
  });
}

/** The bundler would blame the import of the module otherwise, which for a handler is in no file of the user's. */
const inSource = (errors: readonly PartialMessage[], path: string, directory: string): PartialMessage[] =>
  errors.map((error) => ({ ...error, location: { file: relative(directory, path), line: 1, column: 0 } }));

/** On an existing line, so that every line keeps its number. */
function withPlaces(text: string, place: string): string {
  const at = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  return text.slice(0, at) + places(place) + text.slice(at);
}

/** Calls are marked as pure, so that what a module does not use leaves nothing in the bundle. */
function places(place: string): string {
  const url = `/* @__PURE__ */__polyfnAt(${JSON.stringify(place)})`;
  const file = `/* @__PURE__ */__polyfnPath(${url})`;
  return `const __polyfnUrl=${url},__polyfnFile=${file},__polyfnDir=/* @__PURE__ */__polyfnDirname(${file});${END_OF_PLACES}`;
}

/** The text that was put into a module: its start and its length. */
function placesIn(text: string): OwnModule["inserted"] {
  const line = text.startsWith("#!") ? 1 : 0;
  const start = line === 0 ? 0 : text.indexOf("\n") + 1;
  return { line, length: text.indexOf(END_OF_PLACES, start) + END_OF_PLACES.length - start };
}
