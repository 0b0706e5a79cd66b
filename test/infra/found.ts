import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentsOf } from "../../infra/build/contents.ts";
import { parseApp } from "../../model/parse.ts";
import { temporaryDirectory, write } from "./project.ts";

/** A function and its files. */
export interface Given {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly fn: Readonly<Record<string, unknown>>;
  readonly provides?: readonly string[];
}

/** The problems and remarks on a function's files, as lines `problem code: message`. */
export function found({ files, fn, provides = [] }: Given, directory = temporaryDirectory()) {
  for (const [path, content] of Object.entries(files)) {
    write(directory, { [path]: "" });
    writeFileSync(join(directory, path), content);
  }
  const resolved = parseApp({ name: "shop", functions: { f: fn } }).functions.get("f");
  if (!resolved) throw new Error("no function");
  const custom = resolved.runtime === "custom" && { program: "bootstrap" };
  const runtime = resolved.runtime === "python" ? "python3.13" : resolved.runtime;
  const packaging = { kind: "files" as const, handler: "x", runtime, root: "/code", provides, ...custom };
  const { problems, remarks } = contentsOf(resolved, packaging, directory);
  return {
    problems: problems.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
    remarks: remarks.map(({ code, message, remedy }) => `${code}: ${message} ${remedy}`),
  };
}

export const NONE = { problems: [], remarks: [] };

/** Settings of a function with a custom runtime in the folder "app". */
export const custom = (fn: object = {}) => ({ handler: "app", runtime: "custom", ...fn });
