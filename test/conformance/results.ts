import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Target } from "../../adapters/index.ts";
import type { ServerName } from "./case.ts";

/** What the last run of the suite on a server proved; kept in the repository, and shown in the support matrix. */
export interface Result {
  readonly target: Target;
  readonly server: ServerName;
  /** Titles of the cases that passed. */
  readonly passed: readonly string[];
}

export const resultFile = (server: ServerName): string =>
  fileURLToPath(new URL(`results/${server}.json`, import.meta.url));

/** Writes the result down when that is asked for with POLYFN_KEEP_RESULTS. */
export async function keepResult(server: ServerName, target: Target, passed: readonly string[]): Promise<void> {
  if (!process.env.POLYFN_KEEP_RESULTS) return;
  const result: Result = { target, server, passed: [...passed].sort() };
  await writeFile(resultFile(server), `${JSON.stringify(result, undefined, 2)}\n`);
}

export async function readResult(server: ServerName): Promise<Result | undefined> {
  const text = await readFile(resultFile(server), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Result);
}
