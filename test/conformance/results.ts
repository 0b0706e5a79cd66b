import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Target } from "../../adapters/index.ts";
import type { ServerName } from "./case.ts";

/**
 * The cases that passed in the last run of the suite on a server; kept in the repository, and shown in the support
 * matrix.
 */
export interface Result {
  readonly target: Target;
  readonly server: ServerName;
  /** Titles of the cases that passed. */
  readonly passed: readonly string[];
}

export const resultFile = (server: ServerName): string =>
  fileURLToPath(new URL(`results/${server}.json`, import.meta.url));

/**
 * Writes the result to its file if POLYFN_KEEP_RESULTS is set. Titles in `unselected`, which this run left out, keep
 * their earlier result.
 */
export async function keepResult(result: Result, unselected: readonly string[]): Promise<void> {
  if (!process.env.POLYFN_KEEP_RESULTS) return;
  const before = unselected.length === 0 ? undefined : await readResult(result.server);
  const kept = before?.passed.filter((title) => unselected.includes(title)) ?? [];
  const passed = [...result.passed, ...kept].sort();
  await writeFile(resultFile(result.server), `${JSON.stringify({ ...result, passed }, undefined, 2)}\n`);
}

export async function readResult(server: ServerName): Promise<Result | undefined> {
  const text = await readFile(resultFile(server), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Result);
}
