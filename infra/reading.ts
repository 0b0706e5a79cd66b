import { isUtf8 } from "node:buffer";
import { accessSync, constants, readFileSync, type Stats, statSync } from "node:fs";
import { UserError } from "../model/errors.ts";

/** The entry at a path; `undefined` if there is none, for broken links too and for paths below a file. */
export function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Why a file cannot be read, completing "it ..."; `undefined` if it can. */
export function unreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "unknown error";

/** Why something at a path cannot be used, completing "it ...". */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
      return "is a link that leads nowhere";
    case "ELOOP":
      return "is a link that leads to itself";
    case "EISDIR":
      return "is a folder";
    case "ENOTDIR":
      return "lies below a file";
    default:
      return `cannot be read (${codeOf(error)})`;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "Give yourself the permission to read it, for example with chmod u+r.",
  EPERM: "Give yourself the permission to read it, for example with chmod u+r.",
  ELOOP: "Remove the link, or let it lead to a file.",
  EISDIR: "Replace it by a file.",
  ENOTDIR: "Make a folder of the file in its path, or correct the path.",
  ENOENT: "Create it, or remove the link that leads to it.",
};

/**
 * A failure to read the user's files as the user's mistake; any other error as it is.
 * @param file What was read, where the error may not say so.
 */
export function readingError(error: unknown, file?: string): unknown {
  const { path = file, code = "" } = error as NodeJS.ErrnoException;
  const remedy = error instanceof Error && typeof path === "string" ? REMEDIES[code] : undefined;
  if (remedy === undefined) return error;
  const what = code === "ENOENT" ? "is not there" : reasonOf(error);
  return new UserError(`"${path}" ${what}.`, remedy, { cause: error });
}

/** Runs what reads the user's files. @throws UserError where one cannot be read. */
export function readingFiles<T>(read: () => T, file?: string): T {
  try {
    return read();
  } catch (error) {
    throw readingError(error, file);
  }
}

/** Why a file cannot be written, by the code of the system's error. */
const UNWRITABLE: Readonly<Record<string, string>> = {
  EACCES: "may not be written by you",
  EPERM: "may not be written by you",
  EROFS: "is on a file system that is read-only",
  EEXIST: "is a file, not a folder",
  ENOTDIR: "lies below a file",
  EISDIR: "is a folder, not a file",
  ELOOP: "is a link that leads to itself",
  ENOENT: "is a link that leads nowhere",
  ENOSPC: "is on a disk that is full",
};

/**
 * A failure to write the user's files as the user's mistake; any other error as it is.
 * @param remedy A sentence that says what to do.
 */
export function writingError(error: unknown, remedy: string): unknown {
  const { path, code = "", dest } = error as NodeJS.ErrnoException & { dest?: string };
  const why = error instanceof Error ? UNWRITABLE[code] : undefined;
  if (why === undefined) return error;
  return new UserError(`"${dest ?? path}" ${why}.`, remedy, { cause: error });
}

/** A place in a text, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The position of the first byte that is not UTF-8, if there is one. */
export function notUtf8At(bytes: Uint8Array): Place | undefined {
  if (isUtf8(bytes)) return undefined;
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  const lines = new TextDecoder()
    .decode(bytes.subarray(0, good))
    .replace(/\uFFFD$/, "")
    .split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** True if bytes are the beginning of a text: its last character may be cut off. */
function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** @throws UserError where the file cannot be read or is not UTF-8. */
export function readText(file: string, name: string): string {
  const bytes = readingFiles(() => readFileSync(file), file);
  const place = notUtf8At(bytes);
  if (place === undefined) return bytes.toString("utf8");
  throw new UserError(`"${name}" is not UTF-8 text at ${name}:${place.line}:${place.column}.`, "Save it as UTF-8.");
}
