import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { reasonOf, unreadable } from "../reading.ts";
import { isBelow } from "./paths.ts";

/** A file of a package, not read yet. */
export interface PackageFile {
  /** Absolute. */
  readonly source: string;
  /** Path in the package, with forward slashes. */
  readonly path: string;
  /** Target of a symbolic link that is kept, relative to the link's folder. */
  readonly link?: string;
}

/** A file or folder that exists and is not packaged. */
export interface LeftOut {
  /** Path below the root. */
  readonly path: string;
  /** Completes "is not packaged: it ...". */
  readonly why: string;
  /** True if users expect that it is left out: data that version control and other tools keep beside the sources. */
  readonly expected: boolean;
}

/** The content of a folder. */
export interface Tree {
  readonly files: readonly PackageFile[];
  readonly leftOut: readonly LeftOut[];
  /** Links whose targets are outside of the folder. Their targets are among the files, at the links' paths. */
  readonly copied: readonly string[];
}

export interface TreeOptions {
  /** The folder to list, relative to the root. Default "", the root itself. */
  readonly from?: string;
  /** The reason to leave an entry out, or `undefined`. Folders that are left out are not read. */
  readonly ignore: (entry: { path: string; name: string; directory: boolean; source: string }) => string | undefined;
  /** True if a path is wanted. Default: all are. */
  readonly wanted?: (path: string) => boolean;
}

interface Found extends PackageFile {
  /** The outermost link on the way to the file. */
  readonly via?: string;
}

/** The position of a walk. */
interface Position {
  readonly path: string;
  readonly source: string;
  readonly via: string | undefined;
  /** Real paths of the folders above: a link to one of them would be a loop. */
  readonly open: readonly string[];
}

/**
 * Lists the files below a folder. A symbolic link is kept if its target is packaged too. Otherwise the target is packaged
 * at the link's path.
 */
export function readTree(root: string, options: TreeOptions): Tree {
  const walk = new Walk(realpathSync(root), options);
  const from = options.from ?? "";
  walk.visit({ path: from, source: join(root, from), via: undefined, open: [] });
  return walk.result();
}

class Walk {
  readonly #root: string;
  readonly #options: TreeOptions;
  readonly #found: Found[] = [];
  readonly #links = new Map<string, string>();
  readonly #leftOut: LeftOut[] = [];

  constructor(root: string, options: TreeOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** A file, or a folder and everything below it. */
  visit(at: Position): void {
    if (this.#realpath(at) === undefined) return;
    const stats = statSync(at.source);
    if (stats.isDirectory()) this.#folder(at);
    else if (stats.isFile()) this.#file(at);
    else this.#leave(at.path, "is neither a file nor a folder");
  }

  result(): Tree {
    const plain = new Set(this.#found.filter(({ via }) => via === undefined).map(({ path }) => path));
    const files: PackageFile[] = this.#found
      .filter(({ via }) => via === undefined)
      .map(({ path, source }) => ({ path, source }));
    const copied: string[] = [];
    for (const [path, real] of this.#links) {
      const group = this.#found.filter(({ via }) => via === path);
      const target = this.#packaged(real, path, group, plain);
      if (target !== undefined) {
        files.push({ path, source: join(this.#root, path), link: posix.relative(posix.dirname(path), target) || "." });
        continue;
      }
      files.push(...group.map(({ path, source }) => ({ path, source })));
      if (group.length > 0 && !this.#isInside(real)) copied.push(path);
    }
    return { files: files.sort(byPath), leftOut: this.#leftOut.sort(byPath), copied: copied.sort() };
  }

  /** The path of a link's target, if the whole target is packaged. */
  #packaged(real: string, link: string, group: readonly Found[], plain: ReadonlySet<string>): string | undefined {
    if (!this.#isInside(real)) return undefined;
    const target = slashed(relative(this.#root, real));
    const cyclic = group.length === 0;
    if (cyclic && !this.#wants(link)) return undefined;
    return group.every(({ path }) => plain.has(target + path.slice(link.length))) ? target : undefined;
  }

  #folder({ path, source, via, open }: Position): void {
    let entries: Dirent[];
    const real = realpathSync(source);
    try {
      entries = readdirSync(source, { withFileTypes: true });
    } catch (error) {
      this.#leave(`${path}/`, reasonOf(error));
      return;
    }
    for (const entry of entries) {
      const at = {
        path: path === "" ? entry.name : `${path}/${entry.name}`,
        source: join(source, entry.name),
        via,
        open: [...open, real],
      };
      this.#entry(entry, at);
    }
  }

  #entry(entry: Dirent, at: Position): void {
    const directory = entry.isDirectory();
    const ignored = this.#options.ignore({ path: at.path, name: entry.name, directory, source: at.source });
    if (ignored !== undefined) this.#leave(directory ? `${at.path}/` : at.path, ignored, true);
    else if (entry.name.includes("\\")) this.#leave(at.path, "has a backslash in its name, which zips cannot hold");
    else if (directory) this.#folder(at);
    else if (entry.isFile()) this.#file(at);
    else if (entry.isSymbolicLink()) this.#link(at);
    else this.#leave(at.path, `is a ${special(entry)}`);
  }

  #file({ path, source, via }: Position): void {
    if (!this.#wants(path)) return;
    const why = unreadable(source);
    if (why !== undefined) this.#leave(path, why);
    else this.#found.push({ path, source, ...(via !== undefined && { via }) });
  }

  #link(at: Position): void {
    const real = this.#realpath(at);
    if (real === undefined) return;
    const around = at.open.some((folder) => folder === real || isBelow(folder, real));
    if (around && (at.via !== undefined || !this.#isInside(real))) {
      this.#leave(at.path, "is a link to a folder around it");
      return;
    }
    // A link on the way to a link belongs to the outer one, which is kept or copied as a whole.
    if (at.via === undefined) this.#links.set(at.path, real);
    if (!around) this.visit({ ...at, via: at.via ?? at.path });
  }

  /** The real path of an entry. A broken link is left out. */
  #realpath({ path, source }: Position): string | undefined {
    try {
      return realpathSync(source);
    } catch (error) {
      this.#leave(path, reasonOf(error));
      return undefined;
    }
  }

  #isInside(real: string): boolean {
    return real === this.#root || isBelow(real, this.#root);
  }

  #wants(path: string): boolean {
    return this.#options.wanted?.(path) ?? true;
  }

  #leave(path: string, why: string, expected = false): void {
    if (expected || this.#wants(path.replace(/\/$/, ""))) this.#leftOut.push({ path, why, expected });
  }
}

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

const slashed = (path: string): string => path.split(sep).join("/");

function special(entry: Dirent): string {
  if (entry.isSocket()) return "socket";
  return entry.isFIFO() ? "named pipe" : "device";
}

/** True if the path exists in exactly this case, on file systems that ignore case too. */
export function existsExactly(root: string, path: string, names: (folder: string) => string[] = namesIn): boolean {
  let folder = root;
  for (const part of path.split("/")) {
    if (!names(folder).includes(part)) return false;
    folder = join(folder, part);
  }
  return true;
}

/** Names in a folder, sorted; none if it is not a folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
