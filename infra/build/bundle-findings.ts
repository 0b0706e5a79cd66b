import { z } from "zod";
import type { Problem } from "../../model/errors.ts";
import type { Remark } from "../../model/remarks.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import type { Bundle } from "./bundle.ts";
import { listed } from "./findings.ts";
import { missingLibraries } from "./libraries.ts";
import { externalImports, type ModuleSources, missingModules, perhapsMissing } from "./modules.ts";
import { type NamedPlace, namedPlace } from "./named-files.ts";
import { otherVersions } from "./node-modules.ts";
import type { PackageFile } from "./tree.ts";
import { unusedExternal, unusedExternalRemarks } from "./unused-externals.ts";

/** Facts of a bundle for checks that need more than the bundle. The cache stores them with it. */
const findings = z.strictObject({
  externals: externalImports,
  unusedExternal: z.array(unusedExternal).readonly(),
  /** Files that modules name and that the code does not bring into the package. */
  named: z.array(namedPlace).readonly(),
  /** Places in the package of sources that modules name and that only an import compiles. */
  uncompiled: z.array(z.string()).readonly(),
  /** Code that loads what only shows at run time. */
  unseen: z.array(z.string()).readonly(),
  /** Bundled packages that have a native addon of which nothing is in the package. */
  withoutAddon: z.array(z.string()).readonly(),
  /** Libraries that addons in the package need and that are nowhere: "library of addon". */
  withoutLibrary: z.array(z.string()).readonly(),
  /** Modules that get another version of a copied package than the one that is installed for them. */
  otherVersions: z.array(z.string()).readonly(),
});
type BundleFindings = z.output<typeof findings>;

/** Sources that Node.js does not run as they are, or not all of their syntax. */
const SOURCE = /(?<!\.d)\.(?:[cm]?ts|[jt]sx)$/;

/** @param files All files of the package beside the bundle. */
export function findingsOf(
  { externals, unusedExternal: unused, named, unseen, withoutAddon, companions, imports }: Bundle,
  files: readonly PackageFile[],
  { architecture, handler, nodeModules }: Pick<ResolvedFunction, "architecture" | "handler" | "nodeModules">,
  directory: string,
): BundleFindings {
  const packaged = companions.map(({ path }) => path);
  return {
    externals,
    unusedExternal: unused,
    uncompiled: named.filter(({ place, kind }) => kind === "file" && SOURCE.test(place)).map(({ place }) => place),
    named: named.filter(({ place }) => !holds(packaged, place)),
    unseen,
    withoutAddon,
    withoutLibrary: missingLibraries(files, architecture),
    otherVersions: otherVersions(imports, { architecture, handler, nodeModules }, directory),
  };
}

/** @param kept The results that the cache kept. */
export const bundleProblemsOf = (kept: unknown, from: ModuleSources): Problem[] =>
  missingModules(findings.parse(kept).externals, from);

/**
 * Findings about entries of `external` that no bundle uses.
 * @param kept The results that the cache kept.
 */
export const unusedRemarks = (
  bundled: readonly (readonly [
    kept: unknown,
    from: ModuleSources & Pick<ResolvedFunction, "ownExternal" | "nodeModules">,
  ])[],
  { defaults }: Pick<ResolvedApp, "defaults">,
): Remark[] =>
  unusedExternalRemarks(
    bundled.map(([kept, from]) => ({ ...from, unused: findings.parse(kept).unusedExternal })),
    defaults.external,
  );

/** @param kept The results that the cache kept. */
export function bundleRemarks(kept: unknown, from: ModuleSources): Remark[] {
  const { externals, named, uncompiled, unseen, ...found } = findings.parse(kept);
  const { withoutAddon, withoutLibrary, otherVersions: versions } = found;
  const path = ["functions", from.name, "handler"];
  const included = from.extras.map((file) => file.path);
  return [
    ...perhapsMissing(externals, from),
    ...named.filter(({ place }) => !holds(included, place)).map((one) => fileLeftOut(one, path)),
    ...uncompiled.map((place) => notCompiled(place, path)),
    ...(unseen.length === 0 ? [] : [unseenFiles(unseen, path)]),
    ...withoutAddon.map((name) => addonLeftOut(name, path)),
    ...(versions.length === 0 ? [] : [otherVersionsUsed(versions, from.name)]),
    ...(withoutLibrary.length === 0 || from.layers.length > 0 ? [] : [librariesLeftOut(withoutLibrary, path)]),
  ];
}

/** True if a place is a packaged file, or a folder with some. */
const holds = (paths: readonly string[], place: string): boolean =>
  paths.some((path) => path === place || path.startsWith(`${place}/`));

function fileLeftOut({ place, kind }: NamedPlace, path: Problem["path"]): Remark {
  const missing = kind === "nothing" ? "there is no such file" : "it is not in the package";
  const silence = "or silence this remark if the function does not read it.";
  return {
    code: "file-not-included",
    path,
    message: `The code names "${place}" beside itself, and ${missing}.`,
    remedy: kind === "nothing" ? `Correct the path, ${silence}` : `Add "${place}" to include, ${silence}`,
  };
}

const notCompiled = (place: string, path: Problem["path"]): Remark => ({
  code: "not-compiled",
  path,
  message: `The code names "${place}" beside itself, which is packaged as it is: only what is imported is compiled.`,
  remedy: "Compile it to a .mjs file and name that one, or silence this remark if the function does not run the file.",
});

const unseenFiles = (calls: readonly string[], path: Problem["path"]): Remark => ({
  code: "unseen-file",
  path,
  message: `The code computes what it loads, so polyfn cannot see whether it is in the package: ${listed(calls)}.`,
  remedy:
    "Write the path as a string, bring what is loaded with include or nodeModules, or silence this remark if you do so already.",
});

const addonLeftOut = (name: string, path: Problem["path"]): Remark => ({
  code: "addon-not-found",
  path,
  message: `"${name}" has a native addon, and none is in the package: its path is computed at run time, or there is none for the platform.`,
  remedy: `Name "${name}" in nodeModules, which copies it as it is, or silence this remark if the function does not use the addon.`,
});

const otherVersionsUsed = (versions: readonly string[], name: string): Remark => ({
  code: "other-version",
  path: ["functions", name, "nodeModules"],
  message: `The package holds one version of what nodeModules names, and modules of the function have another: ${listed(versions)}.`,
  remedy: "Install one version for all of them, or silence this remark if they work with the packaged one.",
});

const librariesLeftOut = (names: readonly string[], path: Problem["path"]): Remark => ({
  code: "missing-library",
  path,
  message: `Native addons need libraries that are not in the package: ${listed(names)}. Whether the runtime has them, polyfn cannot know.`,
  remedy:
    'Add them to include in a folder "lib", bring them in a layer, or silence this remark if the runtime has them.',
});
