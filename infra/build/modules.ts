import { z } from "zod";
import type { Problem } from "../../model/errors.ts";
import type { PackageFile } from "./tree.ts";
import { isExternal, packageOf } from "./package-names.ts";

/** An import that is left to the run time. */
const externalImport = z.strictObject({
  specifier: z.string(),
  /** Whether loading the bundle fails without it. Other imports may never be reached. */
  atStart: z.boolean(),
});
export type ExternalImport = z.output<typeof externalImport>;
export const externalImports = z.array(externalImport).readonly();

/** Where a function's modules come from at run time, beside its bundle. */
export interface ModuleSources {
  readonly name: string;
  readonly layers: readonly unknown[];
  readonly fileSystem?: unknown;
  /** Packages that the runtime has installed, as patterns. */
  readonly provides: readonly string[];
  /** Files that `include` adds. */
  readonly extras: readonly PackageFile[];
}

/**
 * A problem for each package that the function loads as it starts and that is nowhere: neither included nor installed in
 * the runtime. A layer or a file system may bring anything, so with one of them nothing can be said.
 */
export function missingModules(imports: readonly ExternalImport[], from: ModuleSources): Problem[] {
  if (from.layers.length > 0 || from.fileSystem !== undefined) return [];
  const missing = imports.filter(({ specifier, atStart }) => atStart && !isProvided(specifier, from));
  return [...new Set(missing.map(({ specifier }) => packageOf(specifier)))].sort().map((name) => ({
    code: "missing-module",
    path: ["functions", from.name, "external"],
    message: `"${name}" is external, but the function loads it as it starts, and neither include nor the runtime brings it.`,
    remedy: `Add "node_modules/${name}/**" to include, name the layer that brings it in layers, or remove it from external.`,
  }));
}

function isProvided(specifier: string, { provides, extras }: ModuleSources): boolean {
  const folder = `node_modules/${packageOf(specifier)}/`;
  return isExternal(specifier, provides) || extras.some(({ path }) => path.startsWith(folder));
}
