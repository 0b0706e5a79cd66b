import { zipSync } from "fflate";

/** A file of a package. */
export interface ZipEntry {
  /** Path in the package, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: boolean;
  /** True if this is a symbolic link, which leads to what its content says. */
  readonly link?: boolean;
}

/** The oldest time a zip can say. DOS times are local by definition, so this must be a local time too. */
const MTIME = new Date(1980, 0, 1);
/** "Made by Unix": makes the upper half of `attrs` a file mode. */
const UNIX = 3;
const REGULAR_FILE = 0o100644;
const EXECUTABLE_FILE = 0o100755;
const SYMBOLIC_LINK = 0o120777;

/**
 * A table of 64 KB for the compressor, a sixteenth of its default for large files: it stays in the processor's cache, which
 * saves a sixth of the time, and the zips are the same size within 0.01 %.
 */
const MEMORY = 4;

/**
 * A zip whose bytes depend on nothing but its content: entries sorted, times and modes fixed, compressed by plain
 * JavaScript (the compressor of a Node version or a processor would change the bytes). Links are written as Info-ZIP
 * writes them with `-y`.
 */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return zipSync(
    Object.fromEntries(
      sorted.map((entry) => [
        entry.path,
        [
          entry.content,
          { mtime: MTIME, os: UNIX, attrs: modeOf(entry) * 0x10000, level: entry.link === true ? 0 : 6, mem: MEMORY },
        ],
      ]),
    ),
  );
}

function modeOf({ link, executable }: ZipEntry): number {
  if (link === true) return SYMBOLIC_LINK;
  return executable === true ? EXECUTABLE_FILE : REGULAR_FILE;
}

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
  const end = content.length - 22;
  const files: ZippedFile[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const length = view.getUint16(at + 28, true);
    const path = Buffer.from(content.subarray(at + 46, at + 46 + length)).toString("utf8");
    const mode = view.getUint32(at + 38, true) >>> 16;
    const size = view.getUint32(at + 24, true);
    files.push({ path, size, executable: mode === EXECUTABLE_FILE, link: mode === SYMBOLIC_LINK });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
