import { createHash } from "node:crypto";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import type { KnownDigests } from "./known-digests.ts";

/** The digest of a file that does not exist, because its appearance is a change too. */
const ABSENT = "absent";

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * What a package may depend on at a path:
 * - `content`: the file.
 * - `candidates`: the names that an import of this path may mean, which of them are folders, and where links lead.
 * - `glob`: the names of the files that match this pattern, which an import with a computed path may mean.
 * - `scope`: the files of this folder that decide how imports below it are resolved.
 */
export type Dependence = "content" | "candidates" | "glob" | "scope";

/** A path with what depends on it, absolute. */
export interface Input {
  readonly kind: Dependence;
  readonly path: string;
}

/** Files that change what imports in and below their folder mean. */
const SCOPE_FILES = ["package.json", "tsconfig.json", "jsconfig.json", ".pnp.cjs", ".pnp.js", ".pnp.data.json"];

/** Digests of inputs, each taken once however many functions ask. */
export class Digests {
  readonly #known = new Map<string, Promise<string>>();
  readonly #listings = new Map<string, Promise<readonly string[]>>();
  readonly #folders = new Map<string, Promise<string>>();

  /** @param kept Digests from earlier builds. */
  constructor(private readonly kept: Pick<KnownDigests, "of">) {}

  /** The digest of a file's content. */
  of(path: string): Promise<string> {
    return this.input({ kind: "content", path });
  }

  input({ kind, path }: Input): Promise<string> {
    const key = `${kind}:${path}`;
    const known = this.#known.get(key);
    if (known) return known;
    const digest = this.#take(kind, path);
    this.#known.set(key, digest);
    return digest;
  }

  #take(kind: Dependence, path: string): Promise<string> {
    if (kind === "content") return this.#content(path);
    if (kind === "glob") return globDigest(path);
    return kind === "scope" ? this.#scope(path) : this.#candidates(path);
  }

  async #content(path: string): Promise<string> {
    return (await this.kept.of(path, contentDigest)) ?? ABSENT;
  }

  async #candidates(path: string): Promise<string> {
    const folder = dirname(path);
    const names = (await this.#listing(folder)).filter((one) => isCandidate(one, path));
    if (names.length === 0) return ABSENT;
    const kinds = await Promise.all(names.map(async (one) => [one, await entryKind(join(folder, one))]));
    return sha256(JSON.stringify([await this.#place(folder), kinds]));
  }

  async #scope(folder: string): Promise<string> {
    const names = await this.#listing(folder);
    const files = SCOPE_FILES.filter((name) => names.includes(name));
    if (files.length === 0 && !names.includes("node_modules")) return ABSENT;
    const contents = await Promise.all(files.map(async (name) => [name, await this.of(join(folder, name))]));
    const modules = names.includes("node_modules") ? await entryKind(join(folder, "node_modules")) : ABSENT;
    return sha256(JSON.stringify([contents, modules]));
  }

  #listing(folder: string): Promise<readonly string[]> {
    const known = this.#listings.get(folder);
    if (known) return known;
    const names = readdir(folder).then(
      (found) => found.sort(),
      () => [],
    );
    this.#listings.set(folder, names);
    return names;
  }

  /** The real path of a folder; nothing unless a link is on the way. */
  #place(folder: string): Promise<string> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const place = realpath(folder).then(
      (real) => relative(folder, real),
      () => ABSENT,
    );
    this.#folders.set(folder, place);
    return place;
  }
}

async function globDigest(pattern: string): Promise<string> {
  const matches = globPattern(pattern);
  const folder = dirname(pattern.slice(0, pattern.indexOf("*") + 1));
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = names.map((name) => join(folder, name)).filter((path) => matches.test(path));
  return sha256(JSON.stringify(found.map((path) => relative(folder, path)).sort()));
}

/** True when what stands at this path, or that something appears or goes there, can change the digest of the input. */
export function touches({ kind, path }: Input, changed: string): boolean {
  if (kind === "content") return path === changed;
  if (kind === "glob") return globPattern(path).test(changed);
  if (kind === "scope") return dirname(changed) === path && SCOPE_FILES.includes(basename(changed));
  return dirname(changed) === dirname(path) && isCandidate(basename(changed), path);
}

/** True for a name that an import of this path may mean. */
function isCandidate(name: string, path: string): boolean {
  const imported = basename(path);
  // "./x.js" in TypeScript may mean x.ts.
  const stem = /^\.[cm]?jsx?$/.test(extname(imported)) ? imported.slice(0, -extname(imported).length) : imported;
  return name === imported || name.startsWith(`${stem}.`);
}

/** A pattern of the bundler for an import with a computed path: `**` stands for any folders. */
export const globPattern = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("**/", "\0")
      .replaceAll("*", "[^/]*")
      .replaceAll("\0", "(?:.*/)?")}$`,
  );

/** The digest of a file as it is now; `undefined` if it cannot be read. */
export async function contentDigest(path: string): Promise<string | undefined> {
  try {
    return sha256(await readFile(path));
  } catch {
    return undefined;
  }
}

/** A file, a folder, or where a link leads. */
async function entryKind(path: string): Promise<string> {
  try {
    const [real, { isFile }] = await Promise.all([
      realpath(path),
      stat(path).then((found) => ({ isFile: found.isFile() })),
    ]);
    return `${isFile ? "file" : "folder"} ${relative(path, real)}`;
  } catch {
    return ABSENT;
  }
}
