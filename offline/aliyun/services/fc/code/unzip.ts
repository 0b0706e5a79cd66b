import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import { invalid } from "../errors.ts";

const SYMLINK = 0o120000;
const KIND = 0o170000;

/**
 * Writes a package's files below a directory. Files that are already there stay as they are when `keep` says so.
 * @throws ApiError InvalidArgument for what is no zip, or holds paths that lead out of it.
 */
export function unzip(zip: Uint8Array, directory: string, { keep = false } = {}): void {
  const modes = readModes(zip);
  for (const [name, bytes] of Object.entries(readZip(zip))) {
    const path = inside(directory, name);
    if (name.endsWith("/")) {
      mkdirSync(path, { recursive: true });
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    write(path, bytes, modes.get(name), keep);
  }
}

/** The contents of a package. Throws as `unzip` does. */
export function readZip(zip: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip);
  } catch {
    throw invalid("the package is not a zip file");
  }
}

function inside(directory: string, name: string): string {
  const path = resolve(directory, name);
  if (path !== directory && !path.startsWith(directory + sep)) {
    throw invalid(`the package holds ${name}, which leads out of it`);
  }
  return path;
}

function write(path: string, bytes: Uint8Array, mode: number | undefined, keep: boolean): void {
  try {
    if (mode !== undefined && (mode & KIND) === SYMLINK) symlinkSync(Buffer.from(bytes).toString(), path);
    else {
      writeFileSync(path, bytes, { flag: keep ? "wx" : "w" });
      if (mode !== undefined && mode & 0o777) chmodSync(path, (mode & 0o777) | 0o600);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Unix modes by entry, from the directory at the end of a zip: a bootstrap must stay executable. */
function readModes(zip: Uint8Array): Map<string, number> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const modes = new Map<string, number>();
  const end = findEnd(view);
  if (end === undefined) return modes;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0 && view.getUint32(at, true) === 0x02014b50; left--) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const unix = zip[at + 5] === 3;
    if (unix) modes.set(Buffer.from(zip.subarray(at + 46, at + 46 + name)).toString(), view.getUint16(at + 40, true));
    at += 46 + name + extra + comment;
  }
  return modes;
}

function findEnd(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 65_557; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return undefined;
}
