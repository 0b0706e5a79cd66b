import { dirname } from "node:path";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { buildsAddon } from "./addon-packages.ts";
import { unfit } from "./addon-platform.ts";
import type { Architecture } from "./binary.ts";
import { type Manifest, readManifest } from "./compiler-settings.ts";
import { type Findings, joined, listed, NOTHING_FOUND, problem, remark } from "./findings.ts";
import { isFor, recordOf } from "./installed-packages.ts";
import { isExternal, packageOf } from "./package-names.ts";
import type { PackageFile } from "./tree.ts";

type AddonFunction = Pick<
  ResolvedFunction,
  "name" | "architecture" | "external" | "include" | "nodeModules" | "layers" | "fileSystem"
>;

/** The files of one package, or those that belong to none. */
interface Group {
  /** "node_modules/name" or deeper; "" for files outside of packages. */
  readonly place: string;
  readonly files: readonly PackageFile[];
  readonly manifest: Manifest | undefined;
}

/** Problems of the npm packages among the files that are packaged as they are, at their final places. */
export function addonFindings(files: readonly PackageFile[], fn: AddonFunction): Findings {
  const groups = groupsOf(files);
  const places = new Set(groups.map(({ place }) => place));
  const unusable = groups
    .filter(({ manifest }) => isFor(manifest, fn.architecture))
    .flatMap((group) => [...unusableAddons(group, fn), ...lackingPlatform(group, places, fn.architecture)]);
  return joined([
    unusable.length === 0 ? NOTHING_FOUND : addonProblem(unusable, fn),
    lackingAddons(groups, fn),
    lackingDependencies(groups, fn),
  ]);
}

function addonProblem(unusable: readonly string[], fn: AddonFunction): Findings {
  const cpu = fn.architecture === "arm64" ? "arm64" : "x64";
  const included = fn.nodeModules.length === 0 && fn.external.length > 0;
  const copy = included
    ? "Name the external package in nodeModules, which brings what it needs. If that is not installed, i"
    : "I";
  return problem({
    code: "addon",
    path: ["functions", fn.name],
    message: `${listed(unusable)}; the function runs on Linux on ${fn.architecture}.`,
    remedy: `${copy}nstall the packages for that platform, for example with npm install --os=linux --cpu=${cpu} --libc=glibc, or leave them out with a pattern that begins with "!" in include if the function does not load them.`,
  });
}

function groupsOf(files: readonly PackageFile[]): Group[] {
  const groups = new Map<string, PackageFile[]>();
  for (const file of files.filter(({ link }) => link === undefined)) {
    const place = placeOf(file.path);
    groups.set(place, [...(groups.get(place) ?? []), file]);
  }
  return [...groups].map(([place, own]) => {
    const found = own.find(({ path }) => path === `${place}/package.json`);
    return { place, files: own, manifest: found && readManifest(dirname(found.source)) };
  });
}

/** The package that a path belongs to: what follows the last `node_modules`. */
function placeOf(path: string): string {
  const at = `/${path}`.lastIndexOf("/node_modules/");
  if (at < 0) return "";
  const start = at + "node_modules/".length;
  return path.slice(0, start) + packageOf(path.slice(start));
}

/** Addons of a package that has none for the function's platform. */
function unusableAddons({ files }: Group, { architecture }: AddonFunction): string[] {
  const addons = files.filter(({ path }) => path.endsWith(".node"));
  const judged = addons.map(({ path, source }) => ({ path, reason: unfit(source, { architecture }) }));
  if (judged.some(({ reason }) => reason === undefined)) return [];
  return judged.map(({ path, reason }) => `${path} is ${reason}`);
}

/** `@scope/name-linux-x64` and its like, for glibc. */
const PLATFORM = {
  x86_64: /(?:^|[-/_])linux-?(?:x64|x86_64|amd64)(?!.*musl)/,
  arm64: /(?:^|[-/_])linux-?(?:arm64|aarch64)(?!.*musl)/,
} as const;

/** A package that gets its addon from packages of which npm installs one per platform, where none is there. */
function lackingPlatform(
  { place, files, manifest }: Group,
  places: ReadonlySet<string>,
  architecture: Architecture,
): string[] {
  const optional = Object.keys(recordOf(manifest?.optionalDependencies));
  const wanted = optional.filter((name) => PLATFORM[architecture].test(name));
  const there = [...wanted, ...optional.filter((name) => name.includes("wasm32"))].some((name) =>
    isFound(name, place, places),
  );
  const own = files.some(({ path, source }) => path.endsWith(".node") && unfit(source, { architecture }) === undefined);
  if (wanted.length === 0 || there || own) return [];
  return [`${place} needs ${wanted.map((name) => `"${name}"`).join(" or ")}, which is not in the package`];
}

/** Copied packages whose install script did not run: npm asks for consent, and `--ignore-scripts` skips it. */
function lackingAddons(groups: readonly Group[], { name, nodeModules }: AddonFunction): Findings {
  if (nodeModules.length === 0) return NOTHING_FOUND;
  const lacking = groups.filter(
    ({ manifest, files }) => buildsAddon(manifest) && !files.some(({ path }) => path.endsWith(".node")),
  );
  if (lacking.length === 0) return NOTHING_FOUND;
  return remark({
    code: "addon-not-found",
    path: ["functions", name, "nodeModules"],
    message: `These packages build a native addon when they are installed, and have none: ${listed(lacking.map(({ place }) => place))}.`,
    remedy:
      "Let their install scripts run (npm rebuild), or silence this remark if the function does not use the addon.",
  });
}

/** True if modules of a package find another one. */
function isFound(name: string, from: string, places: ReadonlySet<string>): boolean {
  const above = from.lastIndexOf("/node_modules/");
  const here = from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  return places.has(here) || (from !== "" && isFound(name, above < 0 ? "" : from.slice(0, above), places));
}

/** Dependencies of external packages that `include` brings without them. Layers and file systems may bring anything. */
function lackingDependencies(groups: readonly Group[], fn: AddonFunction): Findings {
  if (fn.layers.length > 0 || fn.fileSystem !== undefined) return NOTHING_FOUND;
  const places = new Set(groups.map(({ place }) => place));
  const open = groups.filter(({ place }) => isExternal(place.replace(/^node_modules\//, ""), fn.external));
  const seen = new Set(open);
  const lacking: string[] = [];
  for (const { place, manifest } of seen) {
    const optional = recordOf(manifest?.optionalDependencies);
    for (const name of Object.keys(recordOf(manifest?.dependencies))) {
      if (!isFound(name, place, places) && optional[name] === undefined) lacking.push(`"${name}" of ${place}`);
    }
    for (const group of groups) if (group.place.startsWith(`${place}/`)) seen.add(group);
  }
  if (lacking.length === 0) return NOTHING_FOUND;
  return remark({
    code: "external-missing",
    path: ["functions", fn.name, "include"],
    message: `Included packages depend on others that are not in the package: ${listed(lacking)}.`,
    remedy: "Name the external package in nodeModules instead, which brings its dependencies.",
  });
}
