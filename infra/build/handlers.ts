import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import leven from "leven";
import type { Problem } from "../../model/errors.ts";
import type { ResolvedApp } from "../../model/resolve.ts";
import { handlerFile } from "./files.ts";

/** A problem for every function whose handler is not there. */
export function missingHandlers(app: ResolvedApp, directory: string): Problem[] {
  return [...app.functions.values()].flatMap((fn) => {
    if (fn.handler === undefined) return [];
    const file = resolve(directory, handlerFile(fn.handler));
    if (existsSync(file)) return [];
    return [
      {
        code: "missing-handler",
        path: ["functions", fn.name, "handler"],
        message: `There is no file "${handlerFile(fn.handler)}" in ${directory}.`,
        remedy: remedy(file, directory),
      },
    ];
  });
}

function remedy(file: string, directory: string): string {
  const nearest = nearestFile(file);
  if (nearest === undefined) return "Create it, or correct the path; it is relative to the spec's directory.";
  return `Did you mean "${relative(directory, nearest)}"? Otherwise create the file.`;
}

/** The file beside the missing one whose name is nearest; a directory that is missing itself has no such file. */
function nearestFile(file: string): string | undefined {
  const folder = dirname(file);
  if (!existsSync(folder)) return undefined;
  const wanted = basename(file);
  const [best] = readdirSync(folder)
    .map((name) => ({ name, distance: leven(name, wanted) }))
    .filter(({ distance }) => distance <= Math.max(3, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return best && join(folder, best.name);
}
