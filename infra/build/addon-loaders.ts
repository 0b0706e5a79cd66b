import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Platform, unfit } from "./addon-platform.ts";
import { ancestors } from "./compiler-settings.ts";

/** Packages that find an addon by looking around at run time, where nothing is as it was when the addon was built. */
export const LOADERS =
  /^(?:bindings|node-gyp-build|node-gyp-build-optional-packages|@mapbox\/node-pre-gyp|node-pre-gyp)$/;

/** The package that a module belongs to: the nearest folder above with a package.json. */
export const packageRoot = (module: string): string | undefined =>
  ancestors(dirname(module)).find((folder) => existsSync(join(folder, "package.json")));

/** Folders in which `bindings` looks. https://github.com/TooTallNate/node-bindings */
const BUILDS = ["build", "build/Debug", "build/Release", "out/Release", "Release", "build/default", "lib/binding"];

/** Node's ABI versions, of which addons without Node-API are made for one. https://nodejs.org/en/about/previous-releases */
const ABI: Readonly<Record<string, string>> = { node20: "115", node22: "127", node24: "137" };

/** The loader's stand-in: what it would have found is decided while building. */
export function addonSource(loader: string, root: string, platform: Platform): string {
  if (loader === "bindings") return bindings(root, platform);
  const addon = choice(candidates(root), platform);
  if (addon === undefined) return `${missing(root, platform)}\nexports.find = module.exports;`;
  const place = `require(${JSON.stringify(`polyfn-addon-place:${addon}`)})`;
  if (loader.endsWith("node-pre-gyp")) return `exports.find = () => ${place};`;
  return `module.exports = () => require(${JSON.stringify(addon)});
module.exports.path = module.exports.resolve = () => ${place};`;
}

function bindings(root: string, platform: Platform): string {
  const byName = new Map<string, string[]>();
  for (const path of BUILDS.flatMap((folder) => nativeFiles(join(root, folder), folder === "lib/binding"))) {
    byName.set(basename(path), [...(byName.get(basename(path)) ?? []), path]);
  }
  if (byName.size === 0) return missing(root, platform);
  const entries = [...byName].map(([name, paths]) => {
    const path = choice(paths, platform) ?? paths[0];
    return `${JSON.stringify(name)}: () => require(${JSON.stringify(path)})`;
  });
  return `const addons = { ${entries.join(", ")} };
module.exports = (given) => {
  const name = typeof given === "string" ? given : (given && given.bindings) || "bindings";
  const load = addons[name.endsWith(".node") ? name : name + ".node"];
  if (!load) throw new Error("There is no native addon " + name + " in the package.");
  return load();
};`;
}

const missing = (root: string, { architecture }: Platform): string =>
  `module.exports = () => { throw new Error(${JSON.stringify(`${basename(root)} has no native addon for Linux on ${architecture}.`)}); };`;

/** Addons of a package: built ones first, then those that it was published with. */
function candidates(root: string): string[] {
  return [
    ...["build/Release", "build/Debug"].flatMap((folder) => nativeFiles(join(root, folder), false)),
    ...["lib/binding", "prebuilds", "binding", "build"].flatMap((folder) => nativeFiles(join(root, folder), true)),
  ];
}

function nativeFiles(folder: string, recursive: boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive })
    .map((name) => join(folder, `${name}`))
    .filter((path) => path.endsWith(".node"))
    .sort();
}

/** The first that loads; one made with Node-API before one made for a version of Node.js. */
function choice(paths: readonly string[], platform: Platform): string | undefined {
  const fitting = paths.filter((path) => unfit(path, platform) === undefined && fitsTags(basename(path), platform));
  return fitting.find((path) => basename(path).includes("napi")) ?? fitting[0];
}

/** Tags of prebuilt addons: `node.abi115.node`, `electron.napi.musl.node`. https://github.com/prebuild/prebuildify */
function fitsTags(name: string, { syntax }: Platform): boolean {
  const tags = name.split(".");
  const abi = tags.find((tag) => /^abi\d+$/.test(tag));
  if (tags.includes("electron") || tags.includes("musl")) return false;
  return abi === undefined || tags.includes("napi") || abi === `abi${ABI[syntax]}`;
}
