import { crc32 } from "node:zlib";
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

const REGULAR_FILE = 0o100644;
const EXECUTABLE_FILE = 0o100755;
const SYMBOLIC_LINK = 0o120777;

// The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
/** Bytes of each, without the names. */
const LOCAL_SIZE = 30;
const DIRECTORY_SIZE = 46;
const END_SIZE = 22;
/** Version 2.0 of the format; made by Unix, so that the upper half of the attributes is a file mode. */
const VERSION = 20;
const MADE_BY = (3 << 8) | VERSION;
/** The name is UTF-8. */
const UTF8 = 1 << 11;
const STORED = 0;
const DEFLATED = 8;
/** The first day that a zip can say, 1980-01-01. */
const DATE = (1 << 5) | 1;
const MOST_FILES = 0xffff;
const MOST_BYTES = 0xffffffff;

/**
 * A zip whose bytes depend on nothing but its content: entries sorted, times and modes fixed, compressed to the same bytes
 * on every machine. Links are written as Info-ZIP writes them with `-y`.
 * @throws UserError for more files or bytes than a zip can have.
 */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...new Map(entries.map((entry) => [entry.path, entry])).values()].sort(byPath);
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of sorted) {
    const packed = entry.link === true ? entry.content : deflate(entry.content);
    const name = Buffer.from(entry.path);
    parts.push(localHeader(entry, packed, name), name, packed);
    directory.push(directoryHeader(entry, packed, name, offset), name);
    offset += LOCAL_SIZE + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  checkLimits(sorted.length, offset + size);
  return Buffer.concat([...parts, ...directory, directoryEnd(sorted.length, size, offset)]);
}

const byPath = (a: ZipEntry, b: ZipEntry): number => (a.path < b.path ? -1 : 1);

function checkLimits(files: number, bytes: number): void {
  if (files <= MOST_FILES && bytes <= MOST_BYTES) return;
  throw new UserError(
    `A package has ${files} files and ${bytes} bytes compressed; a zip has room for ${MOST_FILES} files and ${MOST_BYTES} bytes.`,
    "Leave files out of `include`, or deploy the function as a container image.",
  );
}

/** What both headers of a file have in common, from the version that is needed to the length of extra fields. */
function writeCommon(header: Buffer, at: number, entry: ZipEntry, packed: Uint8Array, name: Buffer): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(name.length === entry.path.length ? 0 : UTF8, at + 2);
  header.writeUInt16LE(entry.link === true ? STORED : DEFLATED, at + 4);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc32(entry.content), at + 10);
  header.writeUInt32LE(packed.length, at + 14);
  header.writeUInt32LE(entry.content.length, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

function localHeader(entry: ZipEntry, packed: Uint8Array, name: Buffer): Buffer {
  const header = Buffer.alloc(LOCAL_SIZE);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  writeCommon(header, 4, entry, packed, name);
  return header;
}

function directoryHeader(entry: ZipEntry, packed: Uint8Array, name: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(DIRECTORY_SIZE);
  header.writeUInt32LE(DIRECTORY_HEADER, 0);
  header.writeUInt16LE(MADE_BY, 4);
  writeCommon(header, 6, entry, packed, name);
  header.writeUInt32LE(modeOf(entry) * 0x10000, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

function directoryEnd(files: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(DIRECTORY_END, 0);
  end.writeUInt16LE(files, 8);
  end.writeUInt16LE(files, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
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
  const end = content.length - END_SIZE;
  const files: ZippedFile[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const length = view.getUint16(at + 28, true);
    const path = Buffer.from(content.subarray(at + 46, at + 46 + length)).toString("utf8");
    const mode = view.getUint32(at + 38, true) >>> 16;
    const size = view.getUint32(at + 24, true);
    files.push({ path, size, executable: mode === EXECUTABLE_FILE, link: mode === SYMBOLIC_LINK });
    at += DIRECTORY_SIZE + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
