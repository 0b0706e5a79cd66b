import { z } from "zod";
import type { Problem } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import type { PackageFile } from "./tree.ts";
import { isExternal, packageOf } from "./package-names.ts";

/** An import that is left to the run time. */
const externalImport = z.strictObject({
  specifier: z.string(),
  /** True if loading the bundle fails without it. Other imports may never be reached. */
  atStart: z.boolean(),
});
export type ExternalImport = z.output<typeof externalImport>;
export const externalImports = z.array(externalImport).readonly();

/** The places that a function's modules come from at run time, beside its bundle. */
export interface ModuleSources {
  readonly name: string;
  readonly layers: readonly unknown[];
  readonly fileSystem?: unknown;
  /** Names and patterns of the function's `external`. */
  readonly external: readonly string[];
  /** Packages that the runtime has installed, as patterns. */
  readonly provides: readonly string[];
  /** Files that `nodeModules` and `include` add. */
  readonly extras: readonly PackageFile[];
}

/**
 * A problem for each package that the function loads as it starts and that is nowhere: neither included nor installed in
 * the runtime. With a layer or a file system, which may bring any package, nothing is reported.
 */
export function missingModules(imports: readonly ExternalImport[], from: ModuleSources): Problem[] {
  return missing(imports, from, true).map((name) => ({
    code: "missing-module",
    path: ["functions", from.name, "external"],
    message: `"${name}" is external, but the function loads it as it starts, and neither nodeModules, include nor the runtime brings it.`,
    remedy: `Name "${name}" in nodeModules, which copies it with its dependencies, name the layer that brings it in layers, or remove it from external.`,
  }));
}

/** A remark about the packages that the function may load later and that are nowhere. */
export function perhapsMissing(imports: readonly ExternalImport[], from: ModuleSources): Remark[] {
  const found = missing(imports, from, false);
  if (found.length === 0) return [];
  return [
    {
      code: "external-missing",
      path: ["functions", from.name, "external"],
      message: `Nothing brings ${found.map((name) => `"${name}"`).join(", ")}: code that loads an external package fails there.`,
      remedy:
        "Name the packages in nodeModules or bring them in a layer, or silence this remark if the function never loads them.",
    },
  ];
}

/** Ignores packages that only optional imports need (`try { require("x") } catch {}`) and that `external` does not name. */
function missing(imports: readonly ExternalImport[], from: ModuleSources, atStart: boolean): string[] {
  if (from.layers.length > 0 || from.fileSystem !== undefined) return [];
  const found = imports.filter(
    (one) => one.atStart === atStart && isExternal(one.specifier, from.external) && !isProvided(one.specifier, from),
  );
  return [...new Set(found.map(({ specifier }) => packageOf(specifier)))].sort();
}

function isProvided(specifier: string, { provides, extras }: ModuleSources): boolean {
  const folder = `node_modules/${packageOf(specifier)}/`;
  return isExternal(specifier, provides) || extras.some(({ path }) => path.startsWith(folder));
}
