import { z } from "zod";
import type { Problem } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import type { Architecture } from "./binary.ts";
import type { Bundle } from "./bundle.ts";
import { listed } from "./findings.ts";
import { missingLibraries } from "./libraries.ts";
import type { PackageFile } from "./tree.ts";
import { externalImports, type ModuleSources, missingModules, perhapsMissing } from "./modules.ts";

/** What a bundle tells of itself, for checks that depend on more than the bundle: kept with it in the cache. */
const findings = z.strictObject({
  externals: externalImports,
  /** Places in the package of files that a module names with `join(__dirname, "file")`. */
  beside: z.array(z.string()).readonly(),
  /** Bundled packages that have a native addon of which nothing is in the package. */
  withoutAddon: z.array(z.string()).readonly(),
  /** Libraries that addons in the package need and that are nowhere: "library of addon". */
  withoutLibrary: z.array(z.string()).readonly(),
});
type BundleFindings = z.output<typeof findings>;

/** @param files All files of the package beside the bundle. */
export function findingsOf(
  { externals, beside, withoutAddon, companions }: Bundle,
  files: readonly PackageFile[],
  architecture: Architecture,
): BundleFindings {
  const packaged = new Set(companions.map(({ path }) => path));
  return {
    externals,
    beside: beside.filter((place) => !packaged.has(place)),
    withoutAddon,
    withoutLibrary: missingLibraries(files, architecture),
  };
}

/** @param kept What the cache kept. */
export const bundleProblemsOf = (kept: unknown, from: ModuleSources): Problem[] =>
  missingModules(findings.parse(kept).externals, from);

/** @param kept What the cache kept. */
export function bundleRemarks(kept: unknown, from: ModuleSources): Remark[] {
  const { externals, beside, withoutAddon, withoutLibrary } = findings.parse(kept);
  const path = ["functions", from.name, "handler"];
  const included = new Set(from.extras.map((file) => file.path));
  return [
    ...perhapsMissing(externals, from),
    ...beside.filter((place) => !included.has(place)).map((place) => fileLeftOut(place, path)),
    ...withoutAddon.map((name) => addonLeftOut(name, path)),
    ...(withoutLibrary.length === 0 || from.layers.length > 0 ? [] : [librariesLeftOut(withoutLibrary, path)]),
  ];
}

const fileLeftOut = (place: string, path: Problem["path"]): Remark => ({
  code: "file-not-included",
  path,
  message: `The code names "${place}" beside itself, and it is not in the package.`,
  remedy: `Add "${place}" to include, or silence this remark if the function does not read it.`,
});

const addonLeftOut = (name: string, path: Problem["path"]): Remark => ({
  code: "addon-not-found",
  path,
  message: `"${name}" has a native addon, and none is in the package: its path is computed at run time, or there is none for the platform.`,
  remedy: `Name "${name}" in nodeModules, which copies it as it is, or silence this remark if the function does not use the addon.`,
});

const librariesLeftOut = (names: readonly string[], path: Problem["path"]): Remark => ({
  code: "missing-library",
  path,
  message: `Native addons need libraries that are not in the package: ${listed(names)}. Whether the runtime has them, polyfn cannot know.`,
  remedy:
    'Add them to include in a folder "lib", bring them in a layer, or silence this remark if the runtime has them.',
});
