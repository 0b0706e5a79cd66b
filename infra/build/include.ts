import { posix, relative } from "node:path";
import picomatch from "picomatch";
import type { Problem } from "../../model/errors.ts";
import type { ResolvedFunction } from "../../model/resolve.ts";
import { conflictMessage, conflictsAmong, type FileConflict } from "./file-conflicts.ts";
import { belongings } from "./files.ts";
import { packageFolder } from "./installed-packages.ts";
import { remedyFor } from "./nearest-path.ts";
import { existsExactly, type LeftOut, type PackageFile, readTree, type Tree } from "./tree.ts";
import { absolutePath, isAbsolutePath, type Refusal } from "./written-paths.ts";

/** The files that the patterns of `include` bring into a package. */
export interface Included {
  /** At their places below the spec's directory. */
  readonly files: readonly PackageFile[];
  /** Matches of the patterns that a package cannot contain. */
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Problem[];
}

/** Folders that no pattern reaches: a repository, and packages of earlier builds. */
const NEVER = new Map([
  [".git", "belongs to Git"],
  [".polyfn", "is polyfn's own cache"],
]);

/**
 * Files that match a function's `include`, and those that `nodeModules` copies. A pattern that begins with `!` takes files
 * away from all others. Every pattern must match something that is packaged, because one that does not is a mistake that
 * shows only at run time.
 */
export function includedFiles(
  fn: Pick<ResolvedFunction, "name" | "include">,
  directory: string,
  copied: readonly PackageFile[] = [],
): Included {
  const patterns = fn.include.map((written, index) => readPattern(written, index, fn.name, directory));
  const problems = patterns.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const found = new Map(copied.map((file) => [file.path, file]));
  const leftOut = new Map<string, LeftOut>();
  const trees = new Map(patterns.filter((one) => one.problem === undefined).map((one) => [one, match(one, directory)]));
  for (const [pattern, tree] of trees) {
    if (pattern.negative) continue;
    if (tree.files.length === 0) problems.push(matchesNothing(pattern, tree, directory));
    const replaced = tree.files.flatMap((file) => found.get(file.path) ?? []);
    problems.push(...conflictsAmong([...replaced, ...tree.files], directory).map((one) => conflicting(pattern, one)));
    for (const file of tree.files) found.set(file.path, file);
    const matches = matcher(pattern);
    for (const one of tree.leftOut) if (matches(bare(one.path))) leftOut.set(one.path, one);
  }
  const exclusions = [...trees.keys()].filter(({ negative }) => negative);
  for (const pattern of exclusions) {
    const matches = matcher(pattern);
    const excluded = [...found.keys(), ...leftOut.keys()].filter((path) => matches(bare(path)));
    if (excluded.length === 0) problems.push(excludesNothing(pattern));
    for (const path of excluded) {
      found.delete(path);
      leftOut.delete(path);
    }
  }
  for (const [pattern, { files }] of trees) {
    if (files.length > 0 && !files.some(({ path }) => found.has(path)))
      problems.push(losesEverything(pattern, files, exclusions));
  }
  return { files: [...found.values()], leftOut: [...leftOut.values()], problems };
}

/** A parsed pattern. */
interface Pattern {
  readonly written: string;
  readonly path: Problem["path"];
  readonly negative: boolean;
  /** Relative to the spec's directory, without `./`. */
  readonly glob: string;
  /** The part before the first wildcard, which names a file or folder. */
  readonly base: string;
  readonly problem?: Problem;
}

function readPattern(written: string, index: number, name: string, directory: string): Pattern {
  const path = ["functions", name, "include", index];
  const negative = written.startsWith("!") && !written.startsWith("!(");
  const text = negative ? written.slice(1) : written;
  const refused = refusal(text, directory);
  if (refused !== undefined) {
    const problem = { code: "bad-pattern", path, message: `"${written}" ${refused.message}`, remedy: refused.remedy };
    return { written, path, negative, glob: text, base: "", problem };
  }
  const plain = posix.normalize(text).replace(/\/$/, "");
  const glob = literalNames(plain === "." ? "**" : plain, directory);
  if (!isBalanced(glob)) {
    const message = `"${written}" has a bracket without its counterpart.`;
    const remedy = "Add the other bracket, or write a backslash before this one if it is part of a name.";
    return { written, path, negative, glob, base: "", problem: { code: "bad-pattern", path, message, remedy } };
  }
  const { base, isGlob } = picomatch.scan(glob);
  return { written, path, negative, glob, base: unescaped(isGlob ? base : glob) };
}

/** False for a pattern with a bracket that is not closed or not opened: it would match what nobody meant. */
function isBalanced(glob: string): boolean {
  try {
    picomatch.makeRe(glob, { dot: true, strictBrackets: true });
    return true;
  } catch {
    return false;
  }
}

/** Why a pattern cannot be used at all, if it cannot. */
function refusal(text: string, directory: string): Refusal | undefined {
  if (text.trim() === "") {
    return { message: "is empty.", remedy: 'Name a file, a folder or a pattern, for example "templates/**/*.html".' };
  }
  if (isAbsolutePath(text)) return absolutePath(text, directory);
  if (/\\(?![[\](){}!*?+@])/.test(text)) {
    return {
      message:
        "has a backslash, which is not a separator in patterns: it makes the wildcard after it a plain character.",
      remedy: `Separate folders with "/": "${text.replace(/\\+/g, "/")}".`,
    };
  }
  return text.split("/").includes("..") ? upward(text) : undefined;
}

/** The package in a path through `node_modules`. */
const PACKAGE_IN = /(?:^|\/)node_modules\/((?:@[\w.~-]+\/)?[\w.~-]+)(?:\/|$)/;

const inNodeModules = (name: string): string =>
  `Name "${name}" in nodeModules, which finds packages above the spec's directory, too, and brings their dependencies.`;

/** `..` is understood where it leads from one folder of the spec's directory to another. */
function upward(text: string): Refusal | undefined {
  const before = text.slice(0, text.indexOf(".."));
  const plain = posix.normalize(text);
  if (plain.startsWith("..")) {
    const [, name] = PACKAGE_IN.exec(plain) ?? [];
    return {
      message: "leads out of the spec's directory, which a package cannot hold: paths in it are the same as there.",
      remedy:
        name === undefined
          ? "Move the files below the spec's directory, or link to them from there (ln -s)."
          : inNodeModules(name),
    };
  }
  return picomatch.scan(before).isGlob
    ? { message: 'has ".." after a wildcard.', remedy: "Write the path from the spec's directory down." }
    : undefined;
}

/** Characters of wildcards that are common in names: `pages/[id]`, `(group)`, `{a}`. */
const SPECIAL = /[[\](){}!+@]/;

/**
 * A name that has such characters and exists as it is written means the file or folder of that name, as in
 * `pages/[id]/*.html`. `*` and `?` are always wildcards.
 */
function literalNames(glob: string, directory: string): string {
  const parts = glob.split("/");
  const known: string[] = [];
  return parts
    .map((part) => {
      const exists = existsExactly(directory, [...known, unescaped(part)].join("/"));
      known.push(unescaped(part));
      return exists && SPECIAL.test(part) && !part.includes("\\") ? part.replace(/[[\](){}!+@]/g, "\\$&") : part;
    })
    .join("/");
}

const unescaped = (glob: string): string => glob.replace(/\\(.)/g, "$1");

function matcher({ glob }: Pick<Pattern, "glob">): (path: string) => boolean {
  const file = picomatch(glob, { dot: true });
  const folder = picomatch(`${glob}/**`, { dot: true });
  return (path) => file(path) || folder(path);
}

/** A path without the trailing slash of a folder. */
const bare = (path: string): string => path.replace(/\/$/, "");

/** True if a part of a pattern that does not begin with a wildcard matches the name. */
const names = ({ glob }: Pattern, name: string): boolean =>
  glob.split("/").some((part) => !/^[*?]/.test(part) && picomatch.isMatch(name, part, { dot: true }));

const NOTHING: Tree = { files: [], leftOut: [], copied: [] };

function match(pattern: Pattern, directory: string): Tree {
  const { base } = pattern;
  if (pattern.negative || (base !== "" && !existsExactly(directory, base))) return NOTHING;
  const belongs = belongings();
  const ignore: typeof belongs = (entry) =>
    NEVER.get(entry.name) ?? (names(pattern, entry.name) ? undefined : belongs(entry));
  return NEVER.has(base.split("/")[0] ?? "")
    ? NOTHING
    : readTree(directory, { from: base, ignore, wanted: matcher(pattern) });
}

function matchesNothing({ written, path, base, glob }: Pattern, tree: Tree, directory: string): Problem {
  const matches = matcher({ glob });
  const [left] = tree.leftOut.filter((one) => matches(bare(one.path)));
  const tool = NEVER.get(base.split("/")[0] ?? "");
  const why = tool !== undefined ? `"${base}" ${tool} and is never packaged` : left && `"${left.path}" ${left.why}`;
  const [, name = ""] = /^node_modules\//.test(base) ? (PACKAGE_IN.exec(base) ?? []) : [];
  const above =
    name === "" || existsExactly(directory, `node_modules/${name}`) ? undefined : packageFolder(name, directory);
  if (why === undefined && above !== undefined) {
    const message = `"${written}" matches no file: the package is installed above the spec's directory, in ${relative(directory, above)}.`;
    return { code: "missing-file", path, message, remedy: inNodeModules(name) };
  }
  const message = why === undefined ? `"${written}" matches no file.` : `"${written}" matches no file: ${why}.`;
  const remedy =
    left?.expected && tool === undefined && !NEVER.has(bare(left.path))
      ? `Name it in full, "${bare(left.path)}", if the function needs it.`
      : why !== undefined
        ? "Replace it by files that can be packaged."
        : written.includes("\\")
          ? `A backslash makes the character after it plain. If it separates folders, write "${written.replace(/\\+/g, "/")}".`
          : remedyFor(unescaped(glob), directory);
  return { code: "missing-file", path, message, remedy };
}

const conflicting = ({ path }: Pattern, conflict: FileConflict): Problem => ({
  code: "file-conflict",
  path,
  message: conflictMessage(conflict),
  remedy: "Remove the pattern, or the package from nodeModules.",
});

const excludesNothing = ({ written, path }: Pattern): Problem => ({
  code: "missing-file",
  path,
  message: `"${written}" takes nothing away from what the other patterns match.`,
  remedy: "Correct the pattern, or remove it.",
});

function losesEverything(
  { written, path }: Pattern,
  files: readonly PackageFile[],
  exclusions: readonly Pattern[],
): Problem {
  const takers = exclusions.filter((one) => files.some((file) => matcher(one)(file.path)));
  const names = takers.map((one) => `"${one.written}"`).join(" and ");
  const [verb, them] = takers.length > 1 ? ["take", "them"] : ["takes", "it"];
  return {
    code: "missing-file",
    path,
    message: `"${written}" packages no file: ${names} ${verb} away everything that it matches.`,
    remedy: `Remove the pattern, or narrow ${them}.`,
  };
}
