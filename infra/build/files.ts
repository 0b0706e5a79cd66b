import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import picomatch from "picomatch";
import { UserError } from "../../model/errors.ts";
import { readText } from "../reading.ts";
import { buildOutput } from "./build-output.ts";
import { namesIn, type PackageFile, readTree, type Tree, type TreeOptions } from "./tree.ts";
import type { ZipEntry } from "./zip.ts";

/** Folders and files that other tools keep beside sources, by name. They are never packaged. */
const TOOLING: ReadonlyMap<string, string> = new Map([
  [".git", "belongs to Git"],
  [".gitignore", "belongs to Git"],
  [".gitattributes", "belongs to Git"],
  [".gitmodules", "belongs to Git"],
  [".hg", "belongs to Mercurial"],
  [".svn", "belongs to Subversion"],
  [".polyfn", "is polyfn's own cache"],
  [".polyfnignore", "says what is left out"],
  [".pulumi", "belongs to Pulumi"],
  ["__pycache__", "is a cache of Python's"],
  [".pytest_cache", "is a cache of pytest"],
  [".mypy_cache", "is a cache of mypy"],
  [".ruff_cache", "is a cache of Ruff"],
  [".venv", "is a virtual environment of Python"],
  [".tox", "belongs to tox"],
  [".nox", "belongs to nox"],
  [".idea", "belongs to an editor"],
  [".vscode", "belongs to an editor"],
  [".DS_Store", "belongs to macOS"],
  ["Thumbs.db", "belongs to Windows"],
]);

/** A stack's file holds its settings; its secrets are no business of the function. */
const STACK_FILE = /^Pulumi(\..+)?\.ya?ml$/;

/** Why a file or folder of this name is never packaged with the folder that it is in, if it is not. */
export const noSource = (name: string): string | undefined =>
  TOOLING.get(name) ??
  (STACK_FILE.test(name) ? "holds the settings of a stack" : undefined) ??
  (/^\.env(\.|$)/.test(name) ? "holds settings of this machine" : undefined);

/** Why an entry is left out unless `include` names it: it belongs to a tool or to an earlier build. `undefined` if it is not. */
export function belongings(): TreeOptions["ignore"] {
  const isOutput = buildOutput();
  return ({ name, source, directory }) =>
    noSource(name) ??
    (existsSync(join(source, "pyvenv.cfg")) ? "is a virtual environment of Python" : undefined) ??
    (!directory && isOutput(source) ? "was written by polyfn build" : undefined);
}

/** The file part of a handler: `app.py` of `app.py:main`. */
export const handlerFile = (handler: string): string => handler.replace(/:[A-Za-z_]\w*$/, "");

/**
 * Everything in the handler's folder, so that modules beside it and vendored dependencies come along. Left out are
 * `node_modules` where `modules` says so, what only other tools need, and what the patterns in a `.polyfnignore` file
 * there name (one a line, `#` starts a comment).
 */
export function directoryFiles(handler: string, { modules }: { modules: boolean }): Tree {
  const directory = statSync(handler).isDirectory() ? handler : dirname(handler);
  const excluded = ignoreFile(directory);
  const belongs = belongings();
  return readTree(directory, {
    ignore: (entry) =>
      belongs(entry) ??
      (entry.name === "node_modules" && !modules ? "is for Node.js" : undefined) ??
      (excluded(entry.directory ? `${entry.path}/` : entry.path) ? "is named in .polyfnignore" : undefined),
  });
}

/** Reads the files for a zip. */
export function readFiles(files: readonly PackageFile[]): Promise<ZipEntry[]> {
  return Promise.all(
    files.map(async ({ source, path, link }) =>
      link === undefined
        ? { path, content: await readFile(source), executable: isExecutable(path, source) }
        : { path, content: Buffer.from(link), link: true },
    ),
  );
}

/**
 * True if a file may be executed: `bootstrap`, which the cloud itself executes, what the owner may execute here, and,
 * because not every file system and no checkout on Windows knows that, what begins as a script or a Linux program does.
 */
export function isExecutable(path: string, source: string): boolean {
  if (path === "bootstrap") return true;
  if (process.platform !== "win32" && (statSync(source).mode & 0o100) !== 0) return true;
  const head = Buffer.alloc(4);
  const file = openSync(source, "r");
  try {
    const size = readSync(file, head, 0, 4, 0);
    return head.toString("latin1", 0, Math.min(size, 2)) === "#!" || head.toString("latin1") === "\x7fELF";
  } finally {
    closeSync(file);
  }
}

const IGNORE_FILE = ".polyfnignore";

/** Matches what `.polyfnignore` leaves out. A folder's path ends in a slash. */
function ignoreFile(directory: string): (path: string) => boolean {
  const file = join(directory, IGNORE_FILE);
  // A link that leads nowhere is there, too.
  if (!namesIn(directory).includes(IGNORE_FILE)) return () => false;
  const matchers = readText(file, file)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ignoreLine(line, file));
  return (path) => matchers.some((matches) => matches(path));
}

/** As in `.gitignore`: a slash at the beginning means this folder, one at the end means folders only. */
function ignoreLine(line: string, file: string): (path: string) => boolean {
  if (line.startsWith("!") || line.includes("\\")) {
    throw new UserError(
      `${file} has the line "${line}": lines that begin with "!" and backslashes are not supported.`,
      'Name what is left out, for example "docs/" or "**/*.md".',
    );
  }
  const anchored = line.startsWith("/");
  const pattern = line.replace(/^\//, "").replace(/\/$/, "");
  const matches = picomatch(anchored ? pattern : `**/${pattern}`, { dot: true });
  return (path) => (!line.endsWith("/") || path.endsWith("/")) && matches(path.replace(/\/$/, ""));
}
