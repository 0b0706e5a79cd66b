import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import type { PackageUnit } from "../../adapters/contract.ts";
import { InternalError } from "../../model/errors.ts";
import { Cache, type CachedZip, type Packages } from "./cache.ts";
import { PACKAGER } from "./packager.ts";
import { directoryOf, type ZipEntry, zip } from "./zip.ts";

/** The package of a unit, made of those of its functions: a folder for each, and the unit's own files beside them. */
export async function unitZip(
  { functions, files = {} }: PackageUnit,
  built: ReadonlyMap<string, CachedZip>,
  cache: Packages,
): Promise<CachedZip> {
  const parts = functions.map((name) => {
    const part = built.get(name);
    if (part === undefined) throw new InternalError(`Function "${name}" was not built.`);
    return { name, zip: part.zip, sha256: part.sha256 };
  });
  const recipe = [PACKAGER, "unit", parts.map(({ name, sha256 }) => [name, sha256]), files];
  const key = async () => Cache.key(recipe);
  const found = await cache.find(key);
  if (found !== undefined) return found;
  const entries = await Promise.all(parts.map(async (part) => below(part.name, entriesOf(await readFile(part.zip)))));
  const own = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));
  return cache.store(key, { inputs: [], content: zip([...entries.flat(), ...own]) });
}

const below = (folder: string, entries: readonly ZipEntry[]): ZipEntry[] =>
  entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }));

function entriesOf(content: Uint8Array): ZipEntry[] {
  const files = unzipSync(content);
  return directoryOf(content).map(({ path, executable, link }) => ({
    path,
    content: files[path] ?? new Uint8Array(),
    executable,
    link,
  }));
}
