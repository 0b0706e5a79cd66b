import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { differences, print } from "./readable.ts";
import type { Kept } from "./registrations.ts";

const directory = fileURLToPath(new URL("plans/", import.meta.url));
const fileOf = (name: string): string => `${directory}${name}.json`;

const REWRITE = "To keep the new plans: POLYFN_KEEP_GOLDEN=1 npx vitest run test/golden, and review the difference.";
const MOST = 40;

/** Compares a plan with the one that is kept, or keeps it where POLYFN_KEEP_GOLDEN is set. Throws with every difference. */
export function compareWithKept(name: string, made: Kept): void {
  const text = `${print(made)}\n`;
  if (process.env.POLYFN_KEEP_GOLDEN) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(fileOf(name), text);
    return;
  }
  const kept = readFileSync(fileOf(name), "utf8");
  if (kept === text) return;
  const found = differences(JSON.parse(kept), JSON.parse(text));
  // Equal objects, different texts: JSON in a string has its keys in another order.
  const lines = found.length > 0 ? found : [orderAt(kept, text)];
  const more = lines.length > MOST ? [`... and ${lines.length - MOST} more`] : [];
  const listed = [...lines.slice(0, MOST), ...more].map((line) => `  ${line}`).join("\n");
  throw new Error(`test/golden/plans/${name}.json: the plan has changed.\n${listed}\n${REWRITE}`);
}

function orderAt(kept: string, text: string): string {
  const [before, after] = [kept.split("\n"), text.split("\n")];
  const at = before.findIndex((line, index) => line !== after[index]);
  return `the order of keys, line ${at + 1}: was ${before[at]?.trim()}, is ${after[at]?.trim()}`;
}

export const readKept = (name: string): Kept => JSON.parse(readFileSync(fileOf(name), "utf8")) as Kept;

/** Names of all kept plans. */
export const keptNames = (): string[] =>
  readdirSync(directory)
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
