import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of polyfn itself: the repository, or `dist` in the published package. */
export const PACKAGE_ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

const NODE_MODULES = "/node_modules/";

/** True if polyfn runs from its TypeScript sources. */
const FROM_SOURCE = import.meta.url.endsWith(".ts");

/** A module of polyfn by its source path (`adapters/<target>/runtime/queue.ts`), as it is called where it runs from. */
export function ownModule(source: string): string {
  return resolve(PACKAGE_ROOT, FROM_SOURCE ? source : source.replace(/\.ts$/, ".js"));
}

/** True if a module is polyfn's own, not the user's and not a dependency's. */
export function isOwnModule(path: string, directory: string): boolean {
  if (!isBelow(path, PACKAGE_ROOT) || path.includes(NODE_MODULES, PACKAGE_ROOT.length)) return false;
  return isBelow(PACKAGE_ROOT, directory) || !isBelow(path, directory);
}

export function isBelow(path: string, directory: string): boolean {
  const inside = relative(directory, path);
  return inside !== "" && !isAbsolute(inside) && inside.split(sep)[0] !== "..";
}

/**
 * A file's name as it may stand in a bundle: the same on every machine and wherever the project lies. `undefined` for
 * what the build itself made up.
 */
export function portablePath(path: string, directory: string): string {
  const slashed = path.split(sep).join("/");
  const at = slashed.lastIndexOf(NODE_MODULES);
  if (at >= 0) return slashed.slice(at + 1);
  if (isBelow(path, directory)) return relative(directory, path).split(sep).join("/");
  if (isBelow(path, PACKAGE_ROOT)) return `polyfn/${relative(PACKAGE_ROOT, path).split(sep).join("/")}`;
  return relative(directory, path).split(sep).join("/");
}

/**
 * A file's path in a package: where `include` would put it, which is its place below the spec's directory. Each folder
 * above that directory is called `_`, but installed packages are in `node_modules` wherever they are on this machine.
 */
export function packagePlace(path: string, directory: string): string {
  const parts = relative(directory, path).split(sep);
  const inside = parts.findIndex((part) => part !== "..");
  if (inside > 0 && parts[inside] === "node_modules") return parts.slice(inside).join("/");
  return parts.map((part) => (part === ".." ? "_" : part)).join("/");
}

/** The directory of polyfn's sources that go into functions. */
const SHIM = ["runtime", "adapters"].map((folder) => resolve(PACKAGE_ROOT, folder) + sep);

/** True if a source is the user's own: only those are in a source map. A project may lie in polyfn's own repository. */
export function isOwnSource(path: string, directory: string): boolean {
  if (path.includes(NODE_MODULES) || SHIM.some((folder) => path.startsWith(folder))) return false;
  return existsSync(path) && !portablePath(path, directory).startsWith("polyfn/");
}
