import { posix } from "node:path";
import type { InstalledPackage } from "./installed-packages.ts";

/** Folders deep in each other, at most. Only packages that need other versions of each other in a circle get there. */
const MOST_DEEP = 20;

/** A package and where it is placed. */
export interface PlacedPackage {
  /** "node_modules/name", or below the `node_modules` of another package. */
  readonly place: string;
  readonly installed: InstalledPackage;
}

/**
 * Lays packages out in folders `node_modules`, so that each finds at run time the packages that it finds here. A package
 * is placed as near to the root as it can be, and next to a package that needs another version of it otherwise. The
 * places do not depend on how the packages are installed here, flat or with links.
 */
export function layout(named: ReadonlyMap<string, InstalledPackage>): readonly PlacedPackage[] | undefined {
  const tree = new Layout();
  const open = [...named].flatMap(([name, installed]) => tree.put("", name, installed));
  for (const { place, installed } of open) {
    if (levelsOf(place).length > MOST_DEEP) return undefined;
    for (const [name, needed] of installed.dependencies) open.push(...tree.put(place, name, needed));
  }
  return open.sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** A package that was found, and where it was looked for. */
interface Use {
  readonly from: string;
  readonly name: string;
  /** The level that has it. */
  readonly level: string;
}

class Layout {
  readonly #placed = new Map<string, InstalledPackage>();
  readonly #uses: Use[] = [];

  /** Makes sure that modules at a place find a package. Returns it if it has to be placed for that. */
  put(from: string, name: string, installed: InstalledPackage): PlacedPackage[] {
    const levels = levelsOf(from);
    const at = levels.findIndex((level) => this.#placed.has(placeIn(level, name)));
    const known = levels[at];
    if (known !== undefined && this.#placed.get(placeIn(known, name))?.root === installed.root) {
      this.#uses.push({ from, name, level: known });
      return [];
    }
    const inner = (known === undefined ? levels : levels.slice(0, at)).reverse();
    const level = inner.find((one) => !this.#hides(one, name)) ?? from;
    const place = placeIn(level, name);
    this.#placed.set(place, installed);
    this.#uses.push({ from, name, level });
    return [{ place, installed }];
  }

  /** True if a package at this level would be found by others that need the one of this name further up. */
  #hides(level: string, name: string): boolean {
    return this.#uses.some((use) => use.name === name && isAt(use.from, level) && use.level.length < level.length);
  }
}

const placeIn = (level: string, name: string): string => posix.join(level, "node_modules", name);

const isAt = (place: string, level: string): boolean =>
  level === "" || place === level || place.startsWith(`${level}/`);

/** The directories in which modules of a package look for others: its own first, the root last. */
function levelsOf(place: string): string[] {
  const above = place.lastIndexOf("/node_modules/");
  if (place === "") return [""];
  return [place, ...levelsOf(above < 0 ? "" : place.slice(0, above))];
}
