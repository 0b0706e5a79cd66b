import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import process from "node:process";
import { buffer } from "node:stream/consumers";
import { readingError } from "../infra/reading.ts";
import { UserError } from "../model/errors.ts";
import { parseDuration } from "../model/units.ts";
import type { Io } from "./io.ts";

/**
 * The content of a file, or of standard input for `-`.
 * @throws UserError for a file that cannot be read.
 */
export async function readInput(file: string, { cwd }: Pick<Io, "cwd">): Promise<Buffer> {
  if (file === "-") return buffer(process.stdin);
  try {
    return await readFile(resolve(cwd, file));
  } catch (error) {
    throw readingError(error);
  }
}

/**
 * JSON of an argument: itself, `@FILE`, or `-` for standard input.
 * @throws UserError for a file that cannot be read, and for text that is not JSON.
 */
export async function readJson(given: string, io: Pick<Io, "cwd">): Promise<string> {
  const file = given === "-" ? given : given.startsWith("@") ? given.slice(1) : undefined;
  const json = file === undefined ? given : (await readInput(file, io)).toString("utf8");
  try {
    JSON.parse(json);
  } catch (error) {
    const place = file === undefined ? "The payload" : file === "-" ? "Standard input" : file;
    throw new UserError(
      `${place} is not JSON: ${error instanceof Error ? error.message : error}.`,
      "Quote JSON for the shell, for example '{\"id\":1}'; text is JSON in double quotes: '\"hello\"'.",
      { cause: error },
    );
  }
  return json;
}

/**
 * A time, or a time ago.
 * @throws UserError for anything else.
 */
export function timeIn(text: string, flag: string): Date {
  const seconds = parseDuration(text);
  const time = seconds === undefined ? new Date(text) : new Date(Date.now() - seconds * 1000);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UserError(
    `${flag}: "${text}" is neither a duration nor a time.`,
    "Write for example 10m, 2h, or 2026-01-31T08:00:00Z.",
  );
}

/**
 * Entries of an option that is given several times: `name: value` or `name=value`.
 * @throws UserError for an entry without a name or separator.
 */
export function entriesIn(given: unknown, separator: ":" | "=", flag: string): Record<string, string> | undefined {
  if (!Array.isArray(given)) return undefined;
  const entries = (given as string[]).map((entry) => {
    const at = entry.indexOf(separator);
    if (at > 0) return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()] as const;
    throw new UserError(`${flag}: "${entry}" has no name and value.`, `Write ${flag} 'name${separator} value'.`);
  });
  return Object.fromEntries(entries);
}
