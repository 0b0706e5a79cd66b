import { realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { statsAt } from "../reading.ts";
import type { Architecture } from "./binary.ts";
import { ancestors, type Manifest, readManifest } from "./compiler-settings.ts";

/** An npm package that is installed in the project. */
export interface InstalledPackage {
  /** Real path of its folder. Packages that are reached by different links and have one folder are one package. */
  readonly root: string;
  readonly manifest: Manifest;
  /** The packages that it loads at run time, by the name in its imports. */
  readonly dependencies: ReadonlyMap<string, InstalledPackage>;
  /** The packages that it asks for and does not get, with the reason. */
  readonly absent: readonly AbsentDependency[];
}

export interface AbsentDependency {
  readonly name: string;
  readonly why: "missing" | "missing peer" | "other platform" | "optional peer";
}

/**
 * Finds installed packages as Node.js does at run time: in `node_modules` of the folder and of each folder above, links
 * followed. https://nodejs.org/api/modules.html#loading-from-node_modules-folders
 */
export class InstalledPackages {
  readonly #known = new Map<string, InstalledPackage>();
  readonly #architecture: Architecture;

  /** @param architecture Of the function: optional dependencies for other platforms are absent. */
  constructor(architecture: Architecture) {
    this.#architecture = architecture;
  }

  /** The package of a name for modules in a folder; `undefined` if it is not installed. */
  find(name: string, folder: string): InstalledPackage | undefined {
    const root = packageFolder(name, folder);
    return root === undefined ? undefined : this.#package(root);
  }

  #package(root: string): InstalledPackage {
    const known = this.#known.get(root);
    if (known) return known;
    const manifest = readManifest(root) ?? {};
    const dependencies = new Map<string, InstalledPackage>();
    const absent: AbsentDependency[] = [];
    // Packages may depend on each other, so this one is known before its dependencies are read.
    this.#known.set(root, { root, manifest, dependencies, absent });
    for (const { name, optional, peer } of dependenciesOf(manifest)) {
      const folder = packageFolder(name, root);
      if (folder === undefined) {
        if (!optional) absent.push({ name, why: peer ? "missing peer" : "missing" });
      } else if (optional && peer) absent.push({ name, why: "optional peer" });
      else if (optional && !isFor(readManifest(folder), this.#architecture))
        absent.push({ name, why: "other platform" });
      else dependencies.set(name, this.#package(folder));
    }
    return { root, manifest, dependencies, absent };
  }
}

/** Real path of the folder of a package, as modules in a folder find it. */
export function packageFolder(name: string, folder: string): string | undefined {
  for (const above of ancestors(folder)) {
    if (basename(above) === "node_modules") continue;
    const place = join(above, "node_modules", name);
    if (statsAt(place)?.isDirectory()) return realpathSync(place);
  }
  return undefined;
}

interface Dependency {
  readonly name: string;
  readonly optional: boolean;
  readonly peer: boolean;
}

/** A name in several lists is optional where `optionalDependencies` has it, as npm reads it. */
function dependenciesOf(manifest: Manifest): Dependency[] {
  const meta = recordOf(manifest.peerDependenciesMeta);
  const isOptional = (name: string): boolean => recordOf(meta[name]).optional === true;
  const found = new Map<string, Dependency>();
  for (const name of Object.keys(recordOf(manifest.peerDependencies)))
    found.set(name, { name, optional: isOptional(name), peer: true });
  for (const name of Object.keys(recordOf(manifest.dependencies)))
    found.set(name, { name, optional: false, peer: false });
  for (const name of Object.keys(recordOf(manifest.optionalDependencies)))
    found.set(name, { name, optional: true, peer: false });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const CPU = { x86_64: "x64", arm64: "arm64" } as const;

/**
 * True if a package is made for Linux with glibc on this processor, by `os`, `cpu` and `libc` of its package.json.
 * WebAssembly, which npm installs by `--cpu=wasm32`, runs everywhere.
 */
export function isFor(manifest: Manifest | undefined, architecture: Architecture): boolean {
  const { os, cpu, libc } = manifest ?? {};
  if (cpu?.includes("wasm32")) return true;
  return admits(os, "linux") && admits(cpu, CPU[architecture]) && admits(libc, "glibc");
}

function admits(list: readonly string[] | undefined, value: string): boolean {
  if (list === undefined || list.includes(`!${value}`)) return list === undefined;
  const wanted = list.filter((one) => !one.startsWith("!"));
  return wanted.length === 0 || wanted.includes(value) || wanted.includes("any");
}
