/** Questions to the bundler's account of what it made (https://esbuild.github.io/api/#metafile). Paths in it are relative. */
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { globPattern } from "./digests.ts";
import type { ExternalImport } from "./modules.ts";
import { type Import, isGlob, withoutSuffix } from "./resolution-inputs.ts";

/** The file of a module, absolute. In the account, the suffix of an import stands after its path. */
export function moduleFile(path: string, directory: string): string {
  const named = resolve(directory, path);
  const file = resolve(directory, withoutSuffix(path));
  return file === named || existsSync(named) ? named : file;
}

/** The modules that each module imports. */
export function importedModules({ inputs }: Metafile, modules: readonly string[]): Map<string, string[]> {
  return new Map(
    modules.map((path) => [path, (inputs[path]?.imports ?? []).filter((one) => !one.external).map((one) => one.path)]),
  );
}

/** The imports of a module as they are written. @param importer Its absolute path. */
export function importsOf({ inputs }: Metafile, path: string, importer: string): Import[] {
  const written = (inputs[path]?.imports ?? []).map((one) => one.original ?? one.path);
  return [...new Set(written)].map((specifier) => ({ importer, specifier }));
}

/** Files that an entry point reaches, also those of which nothing is left in the bundle. */
export function reached({ inputs }: Metafile, entry: string, directory: string): string[] {
  const seen = new Set<string>([entry]);
  for (const path of seen) {
    for (const imported of inputs[path]?.imports ?? []) {
      if (!imported.external) seen.add(imported.path);
      else if (isGlob(imported.path))
        for (const match of globbed(inputs, path, imported.path, directory)) seen.add(match);
    }
  }
  seen.delete(entry);
  return [...seen];
}

/** Modules that an import with a computed path brings; the bundler does not list them as its imports. */
function globbed(inputs: Metafile["inputs"], importer: string, glob: string, directory: string): string[] {
  const matches = globPattern(resolve(directory, dirname(importer), glob));
  return Object.keys(inputs).filter((path) => matches.test(resolve(directory, path)));
}

/** The imports that stay in an entry point's bundle. */
export function externalImports({ outputs }: Metafile, entry: string): ExternalImport[] {
  const output = Object.values(outputs).find(({ entryPoint: made }) => made === entry);
  return (output?.imports ?? [])
    .filter(({ path, external }) => external && !isBuiltin(path) && !isGlob(path))
    .map(({ path, kind }) => ({ specifier: path, atStart: kind === "import-statement" }));
}
