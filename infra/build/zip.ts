import { Zip, ZipPassThrough } from "fflate";
import { UserError } from "../../model/errors.ts";
import { deflate } from "./deflate.ts";

/** A file of a package. */
export interface ZipEntry {
  /** Path in the package, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: boolean;
  /** True if this is a symbolic link, which leads to what its content says. */
  readonly link?: boolean;
}

/** The oldest time of the format. Its times are local by definition, so this must be a local time too. */
const MTIME = new Date(1980, 0, 1);
/** "Made by Unix": makes the upper half of `attrs` a file mode. */
const UNIX = 3;
const REGULAR_FILE = 0o100644;
const EXECUTABLE_FILE = 0o100755;
const SYMBOLIC_LINK = 0o120777;

// The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const DEFLATED = 8;
const MAX_FILES = 0xffff;
const MAX_BYTES = 0xffffffff;

/** A file in the zip that is compressed by `deflate`. */
class DeflatedFile extends ZipPassThrough {
  override compression = DEFLATED;
  protected override process(content: Uint8Array, final: boolean): void {
    this.ondata(null, deflate(content), final);
  }
}

/**
 * A zip whose bytes depend on nothing but its content: entries sorted, times and modes fixed, compressed to the same bytes
 * on every machine. Links are written as Info-ZIP writes them with `-y`.
 * @throws UserError for more files or bytes than a zip can have.
 */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...new Map(entries.map((entry) => [entry.path, entry])).values()].sort(byPath);
  checkLimits(sorted.length, 0);
  const parts: Uint8Array[] = [];
  const archive = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const entry of sorted) {
    const file = entry.link === true ? new ZipPassThrough(entry.path) : new DeflatedFile(entry.path);
    archive.add(Object.assign(file, { mtime: MTIME, os: UNIX, attrs: modeOf(entry) * 0x10000 }));
    file.push(entry.content, true);
  }
  archive.end();
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  checkLimits(sorted.length, bytes);
  return Buffer.concat(parts, bytes);
}

const byPath = (a: ZipEntry, b: ZipEntry): number => (a.path < b.path ? -1 : 1);

function checkLimits(files: number, bytes: number): void {
  if (files <= MAX_FILES && bytes <= MAX_BYTES) return;
  throw new UserError(
    `A package has ${files} files and ${bytes} bytes compressed; a zip has room for ${MAX_FILES} files and ${MAX_BYTES} bytes.`,
    "Leave files out of `include`, or deploy the function as a container image.",
  );
}

function modeOf({ link, executable }: ZipEntry): number {
  if (link === true) return SYMBOLIC_LINK;
  return executable === true ? EXECUTABLE_FILE : REGULAR_FILE;
}

/** Bytes of the directory's end, and of a file's header there without its name. */
const END_SIZE = 22;
const HEADER_SIZE = 46;

/** A file in a zip, as the directory at its end has it. */
export interface ZippedFile {
  readonly path: string;
  /** Bytes of the file itself. */
  readonly size: number;
  readonly executable: boolean;
  readonly link: boolean;
}

/** The files of a zip that `zip` made. */
export function directoryOf(content: Uint8Array): ZippedFile[] {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const end = content.length - END_SIZE;
  const files: ZippedFile[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const length = view.getUint16(at + 28, true);
    const path = Buffer.from(content.subarray(at + HEADER_SIZE, at + HEADER_SIZE + length)).toString("utf8");
    const mode = view.getUint32(at + 38, true) >>> 16;
    const size = view.getUint32(at + 24, true);
    files.push({ path, size, executable: mode === EXECUTABLE_FILE, link: mode === SYMBOLIC_LINK });
    at += HEADER_SIZE + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
