import { basename, dirname, resolve } from "node:path";
import type { BuildFailure, BuildOptions, Message, PartialMessage } from "esbuild";
import type { Problem } from "../../model/errors.ts";
import { SettingsReader } from "./compiler-settings.ts";
import { type EntrySource, reachedFrom, tracing } from "./entries.ts";
import { remedyOf } from "./messages.ts";
import { packageOf } from "./package-names.ts";
import { namesIn } from "./tree.ts";
import { differsInForm, formRemedy } from "./unicode-names.ts";

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && "errors" in error;

/** The bundler's message about a source, and the functions that reach it. */
export interface Failure {
  readonly message: Message;
  readonly users: readonly string[];
  /** The place, if it does not follow from the message. */
  readonly remedy?: string;
}

/**
 * esbuild's errors and the functions that they are in. The failed build is run once more to learn who imports the broken
 * files; that costs time only when there is something to report.
 */
export async function bundleFailures(
  error: unknown,
  options: BuildOptions & { absWorkingDir: string },
  sources: readonly EntrySource[],
): Promise<Failure[] | undefined> {
  if (!isBuildFailure(error)) return undefined;
  const edges = new Map<string, Set<string>>();
  const again = { ...options, write: false, sourcemap: false, plugins: [tracing(edges), ...(options.plugins ?? [])] };
  const { build } = await import("esbuild");
  await build(again as BuildOptions).catch(() => undefined);
  return error.errors.map((message) => {
    const users = message.location ? reachedFrom(message.location.file, options.absWorkingDir, edges) : [];
    return { message, users: users.filter((name) => sources.some((source) => source.name === name)) };
  });
}

/** Failures as problems of the spec: where in which source, and in which functions. Each failure is reported once. */
export function failureProblems(failures: readonly Failure[], directory: string): Problem[] {
  const merged = new Map<string, Failure>();
  for (const failure of failures) {
    const { text } = failure.message;
    const key = JSON.stringify([place(failure.message), text]);
    const users = [...(merged.get(key)?.users ?? []), ...failure.users];
    merged.set(key, { ...failure, users: [...new Set(users)].sort() });
  }
  return [...merged.values()].map((failure) => problem(failure, directory));
}

/** Warnings of the bundler about code that fails as soon as it is reached. */
const FATAL: Readonly<Record<string, string>> = {
  "commonjs-variable-in-esm": 'Write "export", or name a CommonJS file .cjs.',
  "call-import-namespace": "Import the default instead: import name from, not import * as name from.",
  "empty-glob": "Correct the path of the import, or create the files that it is to find: none is in the package.",
  "import-is-undefined": "Correct the name of the import, or export it there.",
};

/** The bundler's warning about a missing settings file in `extends`, which it ignores. */
const MISSING_BASE = /^Cannot find base config file "([^"]+)"/;

function installBase(text: string): string {
  const [, base = ""] = MISSING_BASE.exec(text) ?? [];
  return /^(\.|\/)/.test(base)
    ? "Correct extends, or create the file: without it, sources are compiled with other settings."
    : `Install it (npm install --save-dev ${packageOf(base)}), or correct extends: without it, sources are compiled with other settings.`;
}

/** Fatal warnings in the user's own sources, and the functions that reach them. */
export function fatalWarnings(
  warnings: readonly Message[],
  sources: readonly EntrySource[],
  reached: (name: string) => readonly string[],
): Failure[] {
  return warnings.flatMap((warning) => {
    const file = warning.location?.file ?? "";
    const remedy = MISSING_BASE.test(warning.text) ? installBase(warning.text) : FATAL[warning.id];
    if (remedy === undefined || /(?:^|\/)node_modules\//.test(file)) return [];
    const users = sources.map(({ name }) => name).filter((name) => reached(name).includes(file));
    return [{ message: warning, users, remedy }];
  });
}

function problem({ message, users, remedy }: Failure, directory: string): Problem {
  const [first, ...others] = users;
  const also = others.length === 0 ? "" : ` (also in ${others.join(", ")})`;
  return {
    code: "bundle",
    path: first === undefined ? ["functions"] : ["functions", first, "handler"],
    message: `${place(message)}${message.text}${also}`,
    remedy: remedy ?? remedyFor(message, directory),
  };
}

function place({ location }: PartialMessage): string {
  return location ? `${location.file}:${location.line}:${(location.column ?? 0) + 1}: ` : "";
}

function remedyFor(message: Message, directory: string): string {
  const [, unresolved] = /^Could not resolve "([^"]+)"/.exec(message.text) ?? [];
  if (unresolved?.startsWith(".") && joinsFolders(message, directory)) {
    return "Name the folder of the file in the import: rootDirs joins folders for the type checker alone, neither for Node.js nor for the bundler.";
  }
  if (unresolved?.startsWith(".") || unresolved?.startsWith("/")) return pathRemedy(unresolved, message, directory);
  const [scheme] = /^[a-z][a-z\d+.-]*:/i.exec(unresolved ?? "") ?? [];
  if (scheme !== undefined) {
    return `"${scheme}" is not supported in imports: name a file by its path, and a package by its name.`;
  }
  if (/^Could not resolve (?:import|require)\(/.test(message.text)) return FATAL["empty-glob"] ?? "";
  if (unresolved !== undefined) return missingPackage(packageOf(unresolved));
  return remedyOf(message) ?? fileRemedy(message.text) ?? "Correct the source.";
}

/** The remedy for an import that leads to no file; names that differ only in their Unicode form look right. */
function pathRemedy(path: string, { location }: PartialMessage, directory: string): string {
  const file = resolve(directory, dirname(location?.file ?? ""), path);
  const same = namesIn(dirname(file)).find((name) => {
    const stem = name.replace(/\.[^.]+$/, "");
    return differsInForm(basename(file), name) || differsInForm(basename(file), stem);
  });
  return same === undefined ? "Correct the path of the import." : formRemedy(basename(file), same);
}

/** The remedy for an import of a file that is not code, such as an image. */
function fileRemedy(text: string): string | undefined {
  const [, file] = /^No loader is configured for "[^"]*" files: (.+)$/.exec(text) ?? [];
  if (file === undefined) return undefined;
  return `Read it at run time instead, with readFile(new URL("./${basename(file)}", import.meta.url)): a literal path packages the file, other paths need include (docs/files.md).`;
}

/** True if the TypeScript settings of the module have `rootDirs`. */
const joinsFolders = ({ location }: Message, directory: string): boolean =>
  location !== null &&
  new SettingsReader().of(dirname(resolve(directory, location.file))).options.rootDirs !== undefined;

const missingPackage = (name: string): string =>
  `Install it beside the handler (npm install ${name}), correct the import, or name it in external if the function ` +
  "never loads it or gets it from a layer.";
