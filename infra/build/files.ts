import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { glob } from "tinyglobby";
import type { ZipEntry } from "./zip.ts";

/** Never part of a package: version control, caches, environments and dependencies of other runtimes. */
const IGNORED = [
  "**/.*/**",
  "**/.*",
  "**/node_modules/**",
  "**/__pycache__/**",
  "**/*.pyc",
  "**/venv/**",
  "**/Pulumi*.yaml",
];

/** A file of a package, not read yet. */
export interface PackageFile {
  /** Absolute. */
  readonly source: string;
  /** Path in the package. */
  readonly path: string;
}

/** The file part of a handler: `app.py` of `app.py:main`. */
export const handlerFile = (handler: string): string => handler.replace(/:[A-Za-z_]\w*$/, "");

/**
 * Everything in the handler's directory, so that modules beside it and vendored dependencies come along. Patterns in a
 * `.polyfnignore` file there (one a line, `#` starts a comment) leave out more.
 */
export async function directoryFiles(handler: string): Promise<PackageFile[]> {
  const directory = (await stat(handler)).isDirectory() ? handler : dirname(handler);
  return matching(["**"], directory, [...IGNORED, ...(await ignorePatterns(directory))]);
}

/** Files that match the globs of `include`, at their places below the spec's directory. */
export async function includedFiles(patterns: readonly string[], directory: string): Promise<PackageFile[]> {
  return patterns.length === 0 ? [] : matching(patterns, directory, ["**/.git/**", ".polyfn/**"]);
}

/** Reads the files; executable is what the owner may execute, and a `bootstrap`, which the cloud itself executes. */
export async function readFiles(files: readonly PackageFile[]): Promise<ZipEntry[]> {
  return Promise.all(
    files.map(async ({ source, path }) => ({
      path,
      content: await readFile(source),
      executable: path === "bootstrap" || ((await stat(source)).mode & 0o100) !== 0,
    })),
  );
}

async function matching(patterns: readonly string[], cwd: string, ignore: string[]): Promise<PackageFile[]> {
  const paths = await glob([...patterns], { cwd, ignore, dot: true, onlyFiles: true, expandDirectories: true });
  return paths.sort().map((path) => ({ source: resolve(cwd, path), path }));
}

async function ignorePatterns(directory: string): Promise<string[]> {
  const text = await readFile(join(directory, ".polyfnignore"), "utf8").catch(() => "");
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => [`**/${line}`, `**/${line}/**`]);
}
