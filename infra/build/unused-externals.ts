import { isBuiltin } from "node:module";
import type { Metafile } from "esbuild";
import { z } from "zod";
import { nearest } from "../../model/nearest.ts";
import type { Remark } from "../../model/remarks.ts";
import { isExternal, namesPackage, packageOf } from "./package-names.ts";

/** A pattern of `external` that no import of a function matches. */
export const unusedExternal = z.strictObject({
  pattern: z.string(),
  /** The name that was probably meant. */
  near: z.string().optional(),
});
export type UnusedExternal = z.output<typeof unusedExternal>;

/** @param modules Those of one function that are not polyfn's own. */
export function unusedExternals(
  { inputs }: Metafile,
  modules: readonly string[],
  patterns: readonly string[],
): UnusedExternal[] {
  // The bundler lists its own helpers among the imports.
  const imports = modules.flatMap((path) => inputs[path]?.imports ?? []).filter(({ path }) => path !== "<runtime>");
  const left = imports.flatMap(({ path, external }) => (external === true ? [path] : []));
  const unused = patterns.filter(
    (pattern) => isBuiltin(pattern) || !left.some((specifier) => isExternal(specifier, [pattern])),
  );
  if (unused.length === 0) return [];
  const written = imports.map(({ path, original = path }) => original).filter(namesPackage);
  const names = [...new Set(written.map(packageOf))].sort();
  return unused.map((pattern) => ({ pattern, near: nearestTo(pattern, names) }));
}

/** The used package, or for `@scope/*` the pattern with the used scope, whose name is nearest. */
function nearestTo(pattern: string, names: readonly string[]): string | undefined {
  const [, scope] = /^(@[^/]+)\/\*$/.exec(pattern) ?? [];
  if (scope === undefined) return nearest(pattern.replaceAll("*", ""), names);
  const scopes = names.flatMap((name) => (name.startsWith("@") ? [name.slice(0, name.indexOf("/"))] : []));
  const near = nearest(scope, new Set(scopes));
  return near && `${near}/*`;
}

/** Functions on Node.js, with what their bundles do not use. */
interface WithExternals {
  readonly name: string;
  /** Patterns that the function lists itself. */
  readonly ownExternal: readonly string[];
  /** A copied package is external without being named. */
  readonly nodeModules: readonly string[];
  readonly unused: readonly UnusedExternal[];
}

/** Remarks on the patterns that a function lists and does not use, and on those of `defaults` that no function uses. */
export function unusedExternalRemarks(functions: readonly WithExternals[], defaults: readonly string[]): Remark[] {
  const own = functions.flatMap(({ name, ownExternal, nodeModules, unused }) =>
    unused
      .filter(({ pattern }) => ownExternal.includes(pattern) && !nodeModules.includes(pattern))
      .map((one) => remark(["functions", name, "external"], "the function", one)),
  );
  const shared = defaults.flatMap((pattern) => {
    const found = functions.map(({ unused }) => unused.find((one) => one.pattern === pattern));
    if (functions.length === 0 || found.includes(undefined)) return [];
    const near = found.find((one) => one?.near !== undefined)?.near;
    return [remark(["defaults", "external"], "any function", { pattern, near })];
  });
  return [...shared, ...own];
}

const remark = (path: Remark["path"], user: string, { pattern, near }: UnusedExternal): Remark => ({
  code: "unused-external",
  path,
  message: isBuiltin(pattern)
    ? `"${pattern}" is a module of Node.js itself, which is never bundled.`
    : `No import of ${user} matches "${pattern}".`,
  remedy: `${near === undefined ? "Correct it, or remove it" : `Did you mean "${near}"? Otherwise remove it`}, or silence this remark if only imports with a computed name use it.`,
});
