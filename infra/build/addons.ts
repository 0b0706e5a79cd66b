import { readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Plugin } from "esbuild";
import { unreadable } from "../reading.ts";
import { addonSource, LOADERS, packageRoot } from "./addon-loaders.ts";
import { type Platform, unfit } from "./addon-platform.ts";
import { urlPath } from "./assets.ts";
import type { Input } from "./digests.ts";
import { notRead } from "./utf8.ts";

const LOADER = "polyfn-addon-loader";
const PLACE = "polyfn-addon-place";

/**
 * Native addons are files of the package and are loaded from there. A module that another platform's addon is loaded by
 * throws at run time what it would throw there; `unfitAddons` says whether the loader has a better choice.
 */
export function addons(directory: string, platform: Platform): Plugin {
  return {
    name: "polyfn-addons",
    setup(build) {
      build.onLoad({ filter: /\.node$/, namespace: "file" }, ({ path }) => {
        const why = unreadable(path);
        if (why !== undefined) return { errors: [notRead(path, directory, why)] };
        const place = `__polyfnPath(__polyfnAt(${JSON.stringify(urlPath(path, directory))}))`;
        const reason = unfit(path, platform);
        if (reason === undefined) return { contents: `module.exports = __polyfnRequire(__polyfnUrl)(${place});` };
        return { contents: `throw new Error(${JSON.stringify(`${basename(path)} is ${reason}.`)});` };
      });
      build.onResolve({ filter: LOADERS }, ({ path, importer, namespace }) => {
        const root = namespace === "file" ? packageRoot(importer) : undefined;
        return root === undefined ? undefined : { path: `${path}:${root}`, namespace: LOADER };
      });
      build.onLoad({ filter: /.*/, namespace: LOADER }, ({ path }) => {
        const [loader = ""] = path.split(":");
        const root = path.slice(loader.length + 1);
        return { contents: addonSource(loader, root, platform), resolveDir: root };
      });
      build.onResolve({ filter: /^polyfn-addon-place:/ }, ({ path }) => ({
        path: path.slice(PLACE.length + 1),
        namespace: PLACE,
      }));
      build.onLoad({ filter: /.*/, namespace: PLACE }, ({ path }) => ({
        contents: `module.exports = __polyfnPath(__polyfnAt(${JSON.stringify(urlPath(path, directory))}));`,
      }));
    },
  };
}

/** The path of an addon among the modules of a bundle. */
export const addonPath = (module: string): string | undefined =>
  /\.node(?:[?#].*)?$/s.test(module) ? module.replace(/^polyfn-addon-place:/, "") : undefined;

/** True if a module of a bundle is made up by this plugin. */
export const isLoader = (module: string): boolean => module.startsWith(`${LOADER}:`);

/** The names of an addon's libraries, of which one may appear. */
export const librariesOf = (addon: string): Input => ({ kind: "glob", path: join(dirname(addon), "*.so*") });

/** The inputs of a loader's choice: every addon of its package. */
export function loaderInputs(module: string): Input[] {
  const root = module.slice(module.indexOf(":", LOADER.length + 1) + 1);
  const native = readdirSync(root, { recursive: true }).filter((name) => `${name}`.endsWith(".node"));
  return [
    { kind: "glob", path: join(root, "**", "*.node") },
    ...native.map((name) => ({ kind: "content", path: join(root, `${name}`) }) as const),
  ];
}

/** Shared libraries beside an addon, which its loader finds there. */
export function librariesBeside(addon: string): string[] {
  const folder = dirname(addon);
  return readdirSync(folder)
    .filter((name) => /\.so(?:\.\d+)*$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** An addon that does not run on the function's platform, where its loader has no other one. */
export interface UnfitAddon {
  /** Relative to the spec's directory. */
  readonly path: string;
  readonly reason: string;
}

/** `loaded` are modules of the bundle, each list what one module loads. */
export function unfitAddons(
  loaded: readonly (readonly string[])[],
  absolute: (module: string) => string,
  directory: string,
  platform: Platform,
): UnfitAddon[] {
  const found = new Map<string, UnfitAddon>();
  for (const modules of loaded) {
    const native = modules.flatMap((module) => addonPath(module) ?? []).map(absolute);
    const judged = native.map((path) => ({ path, reason: unfit(path, platform) }));
    if (judged.some(({ reason }) => reason === undefined)) continue;
    for (const { path, reason = "" } of judged) found.set(path, { path: relative(directory, path), reason });
  }
  return [...found.values()];
}
