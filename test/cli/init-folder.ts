import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { temporaryDirectory, write } from "../infra/project.ts";
import { polyfn } from "./polyfn.ts";

/** What `init --json` prints. */
export interface Result {
  readonly template?: string;
  readonly language: string;
  readonly targets: string[];
  readonly packageManager: string;
  readonly files: readonly { readonly path: string; readonly status: string }[];
  readonly next: readonly string[];
}

/** Stands in for the installed package, of which specs import this function. */
const INSTALLED = {
  "node_modules/polyfn/package.json": '{ "type": "module", "exports": "./index.js" }',
  "node_modules/polyfn/index.js": "export const defineApp = (spec) => spec;",
};

/** A folder with nothing but the installed package. */
export function emptyFolder(): string {
  const cwd = temporaryDirectory();
  write(cwd, INSTALLED);
  return cwd;
}

/** Runs init without an install and returns what it says it did. */
export async function init(cwd: string, ...argv: string[]): Promise<Result> {
  const { code, out, err } = await polyfn(cwd, "init", "--no-install", "--yes", "--json", ...argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as Result;
}

/** The text of a file in a folder. */
export const at = (cwd: string, path: string): string => readFileSync(join(cwd, path), "utf8");
export const packageJson = (cwd: string): Record<string, Record<string, string>> => JSON.parse(at(cwd, "package.json"));
