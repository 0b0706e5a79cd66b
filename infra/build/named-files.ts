import { z } from "zod";
import { statsAt } from "../reading.ts";
import { isAsset } from "./assets.ts";
import type { NamedFiles } from "./module-places.ts";
import { isBelow, isOwnSource, packagePlace, portablePath } from "./paths.ts";

/** A file or folder that a module names beside itself: what the module's own place in the package makes of it. */
export const namedPlace = z.strictObject({
  /** Path in the package. */
  place: z.string(),
  /** The files of the project. */
  kind: z.enum(["file", "folder", "nothing"]),
});
export type NamedPlace = z.output<typeof namedPlace>;

/** The files that the user's own modules name. */
interface NamedBySources {
  readonly named: readonly NamedPlace[];
  /** Native addons among them. */
  readonly addons: readonly string[];
  readonly unseen: readonly string[];
}

export function namedBySources(
  modules: readonly string[],
  named: ReadonlyMap<string, NamedFiles>,
  directory: string,
): NamedBySources {
  const places = new Map<string, NamedPlace>();
  const addons = new Set<string>();
  const unseen: string[] = [];
  for (const module of modules) {
    const files = isOwnSource(module, directory) ? named.get(module) : undefined;
    if (files === undefined) continue;
    for (const path of [...files.urls, ...files.loaded, ...files.beside]) {
      if (path.endsWith(".node") && isAsset(path)) addons.add(path);
      // Folders in which the module itself lies are names of other paths' beginnings.
      if (!isBelow(module, path)) places.set(path, { place: packagePlace(path, directory), kind: kindOf(path) });
    }
    unseen.push(...files.unseen.map((call) => `${portablePath(module, directory)}:${call}`));
  }
  return { named: [...places.values()].sort((a, b) => (a.place < b.place ? -1 : 1)), addons: [...addons], unseen };
}

function kindOf(path: string): NamedPlace["kind"] {
  const stats = statsAt(path);
  return stats === undefined ? "nothing" : stats.isDirectory() ? "folder" : "file";
}
