import { existsSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type { Problem } from "../../model/errors.ts";
import { hasShim } from "../../model/function.ts";
import { nearest } from "../../model/nearest.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { unfit } from "./addon-platform.ts";
import { ancestors, exportedFiles } from "./compiler-settings.ts";
import { handlerFile, noSource } from "./files.ts";
import { type Findings, joined, listed, NOTHING_FOUND, problem, remark } from "./findings.ts";
import { type AbsentDependency, type InstalledPackage, InstalledPackages } from "./installed-packages.ts";
import { layout, type PlacedPackage } from "./module-layout.ts";
import { packageOf } from "./package-names.ts";
import { isOwnModule, portablePath } from "./paths.ts";
import type { Import } from "./resolution-inputs.ts";
import { type LeftOut, namesIn, type PackageFile, readTree, type Tree } from "./tree.ts";

/** The files that `nodeModules` brings into a package. */
export interface CopiedModules extends Findings {
  readonly files: readonly PackageFile[];
  readonly leftOut: readonly LeftOut[];
}

type ModulesFunction = Pick<
  ResolvedFunction,
  "name" | "nodeModules" | "architecture" | "handler" | "runtime" | "image"
>;

/** The packages that `nodeModules` names, with their production dependencies, found as the handler finds them. */
export function copiedModules(fn: ModulesFunction, directory: string): CopiedModules {
  if (fn.nodeModules.length === 0 || !hasShim(fn)) return { ...NOTHING_FOUND, files: [], leftOut: [] };
  const installed = new InstalledPackages(fn.architecture);
  const from = lookedFrom(fn, directory);
  const named = new Map<string, InstalledPackage>();
  const problems: Problem[] = [];
  for (const name of fn.nodeModules) {
    const found = from.map((folder) => installed.find(name, folder)).find((one) => one !== undefined);
    if (found) named.set(name, found);
    else problems.push(notInstalled(fn.name, name, directory));
  }
  const placed = layout(named);
  if (placed === undefined) return { ...problem(tooDeep(fn.name)), files: [], leftOut: [] };
  const copies = placed.map((one) => copyOf(one, fn));
  return {
    ...joined([{ problems, remarks: [] }, dependencyFindings(fn.name, placed, directory)]),
    files: copies.flatMap(({ files }) => files),
    leftOut: copies.flatMap(({ leftOut }) => leftOut),
  };
}

/** Folders from which packages are found: the handler's comes first. */
function lookedFrom({ handler = "" }: Pick<ModulesFunction, "handler">, directory: string): string[] {
  const file = resolve(directory, handlerFile(handler));
  return [existsSync(file) ? dirname(realpathSync(file)) : directory, directory];
}

/** Bundled modules that import a copied package and have another version of it installed: "file has name 1, not 2". */
export function otherVersions(
  imports: readonly Import[],
  fn: Pick<ModulesFunction, "architecture" | "handler" | "nodeModules">,
  directory: string,
): string[] {
  if (fn.nodeModules.length === 0) return [];
  const installed = new InstalledPackages(fn.architecture);
  const from = lookedFrom(fn, directory);
  const found = imports.flatMap(({ importer, specifier }) => {
    const name = packageOf(specifier);
    if (!fn.nodeModules.includes(name) || isOwnModule(importer, directory)) return [];
    const copied = from.map((folder) => installed.find(name, folder)).find((one) => one !== undefined);
    const own = installed.find(name, dirname(importer));
    if (copied === undefined || own === undefined || own.root === copied.root) return [];
    const [other, packaged] = [own.manifest.version, copied.manifest.version];
    const place = portablePath(importer, directory);
    return other === packaged ? [] : [`${place} has ${name} ${other ?? "of no version"}, not ${packaged ?? "that"}`];
  });
  return [...new Set(found)].sort();
}

function copyOf({ place, installed: { root, absent } }: PlacedPackage, fn: ModulesFunction): Tree {
  const tree = readTree(root, {
    ignore: ({ path, name }) => (path === "node_modules" ? PLACED_APART : noSource(name)),
  });
  const unfit = unfitAddons(tree.files, fn);
  const at = (path: string): string => `${place}/${path}`;
  return {
    files: tree.files.filter(({ path }) => !unfit.has(path)).map((file) => ({ ...file, path: at(file.path) })),
    leftOut: [
      ...tree.leftOut.filter(({ why }) => why !== PLACED_APART).map((one) => ({ ...one, path: at(one.path) })),
      ...[...unfit].map(([path, reason]) => ({ path: at(path), why: `is ${reason}`, expected: true })),
      ...absent.flatMap((one) => leftOutDependency(place, one)),
    ],
    copied: [],
  };
}

const PLACED_APART = "holds packages, of which each is placed by itself";

/** Addons for other platforms in a package that has one for the function's: nothing ever loads them. */
function unfitAddons(files: readonly PackageFile[], fn: ModulesFunction): Map<string, string> {
  const addons = files.filter(({ path, link }) => link === undefined && path.endsWith(".node"));
  const judged = addons.map(({ path, source }) => ({ path, reason: unfit(source, fn) }));
  if (judged.every(({ reason }) => reason !== undefined)) return new Map();
  return new Map(judged.flatMap(({ path, reason }) => (reason === undefined ? [] : [[path, reason] as const])));
}

function leftOutDependency(place: string, { name, why }: AbsentDependency): LeftOut[] {
  const path = `${name} of ${place}`;
  if (why === "other platform") return [{ path, why: "is for another platform", expected: true }];
  if (why !== "optional peer") return [];
  return [{ path, why: "is an optional peer; name it in nodeModules if the function uses it", expected: true }];
}

/** Problems of the dependencies of all packages, one finding for each kind. */
function dependencyFindings(fn: string, placed: readonly PlacedPackage[], directory: string): Findings {
  const path = ["functions", fn, "nodeModules"];
  const packages = [...new Set(placed.map(({ installed }) => installed))];
  const where = ({ root }: InstalledPackage): string => relative(directory, root);
  const lacking = (why: AbsentDependency["why"]): string[] =>
    packages.flatMap((one) =>
      one.absent.filter((absent) => absent.why === why).map(({ name }) => `"${name}" of ${where(one)}`),
    );
  return joined([
    ...packages.filter(isTypeScript).map((one) => problem(typeScript(path, where(one)))),
    ...about(lacking("missing"), (names) =>
      problem({
        code: "missing-module",
        path,
        message: `These dependencies are not installed: ${names}.`,
        remedy: "Install the project's packages again, for example with npm install.",
      }),
    ),
    ...about(lacking("missing peer"), (names) =>
      remark({
        code: "missing-peers",
        path,
        message: `These peer dependencies are not installed: ${names}.`,
        remedy: "Install them, or silence this remark if the function does not use them.",
      }),
    ),
  ]);
}

const about = (names: readonly string[], found: (names: string) => Findings): Findings[] =>
  names.length === 0 ? [] : [found(listed(names))];

/** Packages of the same repository may consist of sources, which a bundler reads and Node.js does not. */
function isTypeScript({ manifest }: InstalledPackage): boolean {
  const entries = [manifest.main ?? [], exportedFiles(manifest.exports, ".")].flat();
  const code = entries.filter((path) => !/\.d\.[cm]?ts$/.test(path));
  return code.length > 0 && code.every((path) => /\.[cm]?tsx?$/.test(path));
}

const typeScript = (path: Problem["path"], where: string): Problem => ({
  code: "bad-module",
  path,
  message: `${where} consists of TypeScript sources, which Node.js does not run in node_modules.`,
  remedy: "Remove it from nodeModules, so that it is bundled, or compile it and name the output in its package.json.",
});

const tooDeep = (fn: string): Problem => ({
  code: "bad-module",
  path: ["functions", fn, "nodeModules"],
  message: "The packages depend on other versions of each other in a circle, which folders cannot hold without links.",
  remedy: "Update or override one of them, so that they agree on a version (npm ls shows who needs which).",
});

function notInstalled(fn: string, name: string, directory: string): Problem {
  const path = ["functions", fn, "nodeModules", name];
  if (isBuiltin(name)) {
    const message = `"${name}" is a module of Node.js itself, and no package.`;
    return { code: "missing-module", path, message, remedy: "Remove it from nodeModules: every function has it." };
  }
  const names = ancestors(directory).flatMap((above) => installedNames(join(above, "node_modules")));
  const near = nearest(name, names);
  const pnp = ancestors(directory).some((above) => existsSync(join(above, ".pnp.cjs")));
  return {
    code: "missing-module",
    path,
    message: `"${name}" is not installed: no node_modules folder beside the handler or above it has it.`,
    remedy: pnp
      ? "Yarn Plug'n'Play keeps packages in archives. Set nodeLinker: node-modules in .yarnrc.yml and install again."
      : near !== undefined
        ? `Did you mean "${near}"? Otherwise install it (npm install ${name}).`
        : `Install it beside the handler (npm install ${name}), or correct the name.`,
  };
}

const installedNames = (folder: string): string[] =>
  namesIn(folder).flatMap((name) =>
    name.startsWith("@") ? namesIn(join(folder, name)).map((part) => `${name}/${part}`) : [name],
  );
