import { zipSync } from "fflate";

/** A file of a package. */
export interface ZipEntry {
  /** Path in the package, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable?: boolean;
}

/** The oldest time a zip can say. DOS times are local by definition, so this must be a local time too. */
const MTIME = new Date(1980, 0, 1);
/** "Made by Unix": makes the upper half of `attrs` a file mode. */
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/**
 * A zip whose bytes depend on nothing but its content: entries sorted, times and modes fixed, compressed by plain
 * JavaScript (the compressor of a Node version or a processor would change the bytes).
 */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return zipSync(
    Object.fromEntries(
      sorted.map((entry) => [
        entry.path,
        [
          entry.content,
          { mtime: MTIME, os: UNIX, attrs: (REGULAR_FILE | (entry.executable ? 0o755 : 0o644)) * 0x10000, level: 6 },
        ],
      ]),
    ),
  );
}
