import { dirname, isAbsolute, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { remedied } from "./messages.ts";
import { ownModule, PACKAGE_ROOT } from "./paths.ts";
import { UNMAPPED } from "./unmapped.ts";

const ENTRY = "polyfn-entry";
const HANDLER = "polyfn:handler";

/** Entries of polyfn that start the bundler, Pulumi or servers. */
const DEPLOYING_SIDE = /^polyfn(\/(adapter|program|testing(\/.*)?))?$/;

const deployingSide = (entry: string) =>
  remedied(
    `"${entry}" is for describing, deploying and testing an app; it cannot run inside a function`,
    entry === "polyfn/adapter"
      ? 'Import what an adapter bundles into functions from "polyfn/adapter/shim".'
      : 'Import what handlers need from "polyfn/runtime", and types with `import type`, which leaves no code.',
  );

/** Entries of polyfn that run inside functions, and their modules. */
const FUNCTION_SIDE: Readonly<Record<string, string>> = {
  "polyfn/runtime": "runtime/index.ts",
  "polyfn/adapter/shim": "runtime/shim/index.ts",
};

/** The parts of a function that the bundler needs. */
export interface EntrySource {
  readonly name: string;
  /** Absolute path of the handler's file. */
  readonly handler: string;
  /** Source of the entry module. */
  entry(handlerModule: string): string;
}

/** The name of a function's entry module for the bundler, and in its metafile. */
export const entryPoint = (name: string): string => `${ENTRY}:${name}`;

/** The text of an entry module without the handler's path, which differs per machine: part of a package's key. */
export const entryText = (source: EntrySource): string => source.entry(HANDLER);

/**
 * Entry modules that exist only in memory, and polyfn's own modules: `polyfn/runtime` in a handler is always the one
 * that the shim in the same bundle was made for, and the same holds for `polyfn/adapter/shim` in an adapter's shim.
 * Relative imports of an entry start at polyfn's root.
 */
export function entries(sources: ReadonlyMap<string, EntrySource>): Plugin {
  return {
    name: "polyfn-entries",
    setup(build) {
      build.onResolve({ filter: /^polyfn-entry:/ }, ({ path }) => ({
        path: path.slice(ENTRY.length + 1),
        namespace: ENTRY,
      }));
      build.onResolve({ filter: DEPLOYING_SIDE }, ({ path }) => ({ errors: [deployingSide(path)] }));
      build.onResolve({ filter: /^polyfn\// }, ({ path }) => {
        const module = FUNCTION_SIDE[path];
        return module === undefined ? undefined : { path: ownModule(module) };
      });
      // The handler's file is left to esbuild: it applies a tsconfig.json only to files that it has resolved itself.
      build.onResolve({ filter: /^\.|^\//, namespace: ENTRY }, ({ path, importer }) => {
        if (path === sources.get(importer)?.handler) return undefined;
        return { path: isAbsolute(path) ? path : ownModule(path) };
      });
      build.onLoad({ filter: /.*/, namespace: ENTRY }, ({ path }) => {
        const source = sources.get(path);
        const contents = source && source.entry(source.handler) + UNMAPPED;
        return { contents, loader: "ts", resolveDir: PACKAGE_ROOT };
      });
    },
  };
}

/** Importer -> imports, for telling which functions a broken module belongs to. Slow: only for reporting errors. */
export function tracing(edges: Map<string, Set<string>>): Plugin {
  return {
    name: "polyfn-tracing",
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.kind === "entry-point" || args.pluginData === tracing) return undefined;
        const { path, importer, namespace, resolveDir, kind } = args;
        const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: tracing });
        if (found.path !== "") edges.set(found.path, (edges.get(found.path) ?? new Set()).add(importer));
        return undefined;
      });
    },
  };
}

/** Entry names from which `file` is reached, sorted. */
export function reachedFrom(file: string, directory: string, edges: Map<string, Set<string>>): string[] {
  const seen = new Set<string>();
  const open = [resolve(directory, file)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(edges.get(at) ?? []));
  }
  return [...seen].filter((path) => !isAbsolute(path) && dirname(path) === ".").sort();
}
