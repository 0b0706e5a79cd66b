import { join } from "node:path";
import { z } from "zod";
import { type Manifest, readManifest } from "./compiler-settings.ts";
import { packageOf } from "./package-names.ts";

const NODE_MODULES = "/node_modules/";

/** Packages with which addons are built or found. */
const ADDON_TOOLS = ["bindings", "nan", "node-addon-api", "node-gyp-build", "@mapbox/node-pre-gyp", "prebuild-install"];
const PLATFORM = /(?:^|[-/])(?:linux|linuxmusl|darwin|win32)-?(?:x64|arm64)/;

const names = z.record(z.string(), z.unknown()).catch({});

/**
 * Bundled packages that have a native addon of which nothing is among the modules: they compute its path at run time, or
 * have none for the function's platform. `modules` are absolute; the answer is sorted.
 */
export function packagesWithoutAddon(modules: readonly string[], known: Map<string, readonly string[]>): string[] {
  const addons = modules.filter((path) => path.endsWith(".node"));
  const roots = new Set(modules.flatMap((path) => rootOf(path) ?? []));
  const lacking = [...roots].filter((root) => {
    if (!known.has(root)) known.set(root, addonFolders(root));
    const folders = known.get(root) ?? [];
    return folders.length > 0 && !addons.some((path) => folders.some((folder) => path.includes(folder)));
  });
  return [
    ...new Set(lacking.map((root) => packageOf(root.slice(root.lastIndexOf(NODE_MODULES) + NODE_MODULES.length)))),
  ].sort();
}

function rootOf(path: string): string | undefined {
  const at = path.lastIndexOf(NODE_MODULES);
  if (at < 0) return undefined;
  const start = at + NODE_MODULES.length;
  return path.slice(0, start) + packageOf(path.slice(start));
}

/**
 * The places where the addon of a package may be: in itself or in a package for one platform. None if it has no addon.
 */
function addonFolders(root: string): string[] {
  const manifest = readManifest(root);
  const platforms = Object.keys(names.parse(manifest?.optionalDependencies)).filter((name) => PLATFORM.test(name));
  return platforms.length > 0 || buildsAddon(manifest)
    ? [`${root}/`, ...platforms.map((name) => `${join(NODE_MODULES, name)}/`)]
    : [];
}

/** True if a package builds an addon of its own, or downloads it, when it is installed. */
export function buildsAddon(manifest: Manifest | undefined): boolean {
  const tools = Object.keys(names.parse(manifest?.dependencies)).some((name) => ADDON_TOOLS.includes(name));
  return tools || manifest?.gypfile === true;
}
