import type { Plugin } from "esbuild";
import { externalPattern, isExternal, namesPackage, packageOf } from "./package-names.ts";
import { isOwnModule } from "./paths.ts";

const NODE_MODULES = /^.*[\\/]node_modules[\\/]/;

/**
 * Leaves the imports that `external` names to the run time. Not those of polyfn's own modules: the shim's clients are
 * bundled with the version that they were made for, and so is what these clients import of each other.
 */
export function externals(patterns: readonly string[], directory: string): Plugin {
  return {
    name: "polyfn-externals",
    setup(build) {
      if (patterns.length === 0) return;
      const filter = new RegExp(`^(?:${patterns.map(externalPattern).join("|")})$`);
      build.onResolve({ filter }, ({ path, importer, kind, namespace }) => {
        if (kind === "entry-point" || namespace !== "file" || !namesPackage(path)) return undefined;
        if (isOwnModule(importer, directory)) return undefined;
        if (NODE_MODULES.test(importer) && isExternal(packageOf(importer.replace(NODE_MODULES, "")), patterns)) {
          return undefined;
        }
        return { path, external: true };
      });
    },
  };
}
