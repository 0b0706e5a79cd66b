import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { UserError } from "../../../model/errors.ts";
import { isArchive, type WireArchive, type WireAsset } from "./wire.ts";

/** The earliest time that a zip can store, so that the same files give the same bytes. */
const MTIME = new Date(1980, 0, 1);

/** The bytes of an archive as a zip: a zip file unchanged, folders and maps of entries packed. */
export async function zipOf(archive: WireArchive): Promise<Uint8Array> {
  if (archive.path !== undefined && !(await isFolder(archive.path))) return readZip(archive.path);
  const entries = await entriesOf(archive);
  return zipSync(Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1))), { mtime: MTIME });
}

/** The bytes of an asset: a file or a string. */
export async function bytesOf(asset: WireAsset & WireArchive): Promise<Uint8Array> {
  if (asset.assets !== undefined || (asset.path !== undefined && (await isFolder(asset.path)))) return zipOf(asset);
  if (asset.text !== undefined) return new TextEncoder().encode(asset.text);
  if (asset.path !== undefined) return readFile(asset.path);
  throw refusedUri(asset.uri);
}

async function readZip(path: string): Promise<Uint8Array> {
  if (!/\.(zip|jar)$/i.test(path)) {
    throw new UserError(`${path} is neither a zip file nor a folder.`, "Give a .zip, a .jar or a folder.");
  }
  return readFile(path);
}

async function entriesOf(archive: WireArchive): Promise<[string, Zippable[string]][]> {
  if (archive.path !== undefined) return folderEntries(archive.path);
  if (archive.assets === undefined) throw refusedUri(archive.uri);
  const nested = await Promise.all(
    Object.entries(archive.assets).map(async ([name, entry]): Promise<[string, Zippable[string]][]> => {
      if (!isArchive(entry)) return [[name, await bytesOf(entry)]];
      return (await entriesOf(entry)).map(([inner, bytes]) => [`${name}/${inner}`, bytes]);
    }),
  );
  return nested.flat();
}

async function folderEntries(folder: string): Promise<[string, Zippable[string]][]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file): Promise<[string, Zippable[string]]> => {
      const { mode } = await stat(file);
      const name = file
        .slice(folder.length)
        .replace(/^[/\\]+/, "")
        .replaceAll("\\", "/");
      // The upper half of the attributes is the Unix mode: a bootstrap must stay executable.
      return [name, [await readFile(file), { attrs: (mode & 0xffff) << 16, os: 3 }]];
    }),
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new UserError(`${path} can't be read.`, "Build the package first, or correct the path.", { cause });
  }
}

function refusedUri(uri: string | undefined): UserError {
  return new UserError(
    `The offline plugin cannot download an archive from ${uri ?? "an unknown location"}.`,
    "Use a file or a folder.",
  );
}
