import { statSync } from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import leven from "leven";
import type { Problem } from "../../model/errors.ts";
import { hasShim } from "../../model/function.ts";
import type { ResolvedApp, ResolvedFunction } from "../../model/resolve.ts";
import { unreadable } from "../reading.ts";
import { handlerFile } from "./files.ts";
import { nearestPath } from "./nearest-path.ts";
import { isBelow } from "./paths.ts";
import { existsExactly, namesIn } from "./tree.ts";
import { differsInForm, formRemedy } from "./unicode-names.ts";
import { absolutePath, isAbsolutePath, type Refusal } from "./written-paths.ts";

/** A problem for every function whose handler is not there, or is no file where it has to be one. */
export function missingHandlers(app: Pick<ResolvedApp, "functions">, directory: string): Problem[] {
  const names = remembered(namesIn);
  return [...app.functions.values()].flatMap((fn) => {
    if (fn.handler === undefined) return [];
    const refused = refusal(fn.handler, directory);
    if (refused) {
      const path = ["functions", fn.name, "handler"];
      return [{ code: "bad-handler", path, message: `"${fn.handler}" ${refused.message}`, remedy: refused.remedy }];
    }
    const file = resolve(directory, handlerFile(fn.handler));
    const why = unreadable(file);
    if (why === undefined && hasItsName(file, directory, names))
      return hasShim(fn) ? notAModule(fn.name, fn.handler, file) : [];
    if (why !== undefined && namesIn(dirname(file)).includes(basename(file))) return unusable(fn, why);
    return [
      {
        code: "missing-handler",
        path: ["functions", fn.name, "handler"],
        message: `There is no file "${handlerFile(fn.handler)}" in ${directory}.`,
        remedy: remedy(fn.handler, file, directory),
      },
    ];
  });
}

/** Why a path cannot name a handler on any machine, if it cannot. */
function refusal(handler: string, directory: string): Refusal | undefined {
  if (isAbsolutePath(handler)) return absolutePath(handler, directory);
  if (!handler.includes("\\") || unreadable(resolve(directory, handlerFile(handler))) === undefined) return undefined;
  return {
    message: "has a backslash, which separates folders on Windows alone.",
    remedy: `Separate folders with "/": "${handler.replace(/\\+/g, "/")}".`,
  };
}

const unusable = ({ name, handler = "" }: ResolvedFunction, why: string): Problem[] => [
  {
    code: "missing-handler",
    path: ["functions", name, "handler"],
    message: `The handler's file "${handlerFile(handler)}" ${why}.`,
    remedy: "Replace it by a file that you may read.",
  },
];

/** A file system that ignores case hides a mistake in the case of a path, which fails on other machines. */
function hasItsName(file: string, directory: string, names: (folder: string) => string[]): boolean {
  return !isBelow(file, directory) || existsExactly(directory, relative(directory, file).split(sep).join("/"), names);
}

/** The handlers of an app lie in few folders: each is read once. */
function remembered<T>(read: (folder: string) => T): (folder: string) => T {
  const known = new Map<string, T>();
  return (folder) => {
    const found = known.get(folder) ?? read(folder);
    known.set(folder, found);
    return found;
  };
}

function notAModule(name: string, handler: string, file: string): Problem[] {
  const path = ["functions", name, "handler"];
  if (statSync(file).isDirectory()) {
    const message = `"${handler}" is a folder; the handler of a Node.js function is a file.`;
    return [{ code: "bad-handler", path, message, remedy: 'Name the file, for example "functions/thumbnail.ts".' }];
  }
  if (/\.d\.[cm]?ts$/.test(handler)) {
    const message = `"${handler}" declares types and contains no code.`;
    return [{ code: "bad-handler", path, message, remedy: "Name the file with the code of the handler." }];
  }
  if (handlerFile(handler) === handler) return [];
  const message = `"${handler}" names a function; polyfn calls the methods of a Node.js file's default export.`;
  return [{ code: "bad-handler", path, message, remedy: `Write "${handlerFile(handler)}".` }];
}

function remedy(handler: string, file: string, directory: string): string {
  const found = sameModule(handler, file) ?? nearestFile(file) ?? inOtherFolder(handler, file, directory);
  const path = found && relative(directory, found);
  if (path !== undefined && differsInForm(handlerFile(handler), path)) return formRemedy(handlerFile(handler), path);
  if (found === undefined) return "Create it, or correct the path; it is relative to the spec's directory.";
  return `Did you mean "${relative(directory, found) + functionOf(handler, found)}"? Otherwise create the file.`;
}

/** The file that was probably meant where the folder itself is not there. */
function inOtherFolder(handler: string, file: string, directory: string): string | undefined {
  if (!isBelow(file, directory)) return undefined;
  const found = nearestPath(posix.normalize(handlerFile(handler)), directory);
  return found && join(directory, found);
}

/** Endings of modules that a handler can be. */
const MODULE = /\.(?:py|[cm]?[jt]sx?)$/;

/** The file of a handler that is written without its ending: `app:main`, or `app.main` as the clouds write it. */
function sameModule(handler: string, file: string): string | undefined {
  const name = basename(file);
  const stems = [name, handler.includes(":") ? name : name.replace(/\.\w+$/, "")];
  const found = namesIn(dirname(file)).find((one) => MODULE.test(one) && stems.includes(one.replace(MODULE, "")));
  return found && !MODULE.test(name) ? join(dirname(file), found) : undefined;
}

/** The part of a Python handler that names the function: `:main`. */
function functionOf(handler: string, found: string): string {
  if (!found.endsWith(".py")) return "";
  const [, name] = /[:.]([A-Za-z_]\w*)$/.exec(handler) ?? [];
  return name === undefined || name === "py" ? "" : `:${name}`;
}

/** The file beside the missing one whose name is nearest; a directory that is missing itself has no such file. */
function nearestFile(file: string): string | undefined {
  const folder = dirname(file);
  const wanted = basename(file).normalize("NFC");
  const [best] = namesIn(folder)
    .map((name) => ({ name, distance: leven(name.normalize("NFC"), wanted) }))
    .filter(({ distance }) => distance <= Math.max(3, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return best && join(folder, best.name);
}
