import { stat } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { refuseCircle } from "../model/circle.ts";
import { UserError } from "../model/errors.ts";
import { readText } from "./reading.ts";

/** A spec as its file gives it, not yet checked. */
export interface LoadedSpec {
  readonly input: unknown;
  /** Absolute path of the file. */
  readonly file: string;
  /** Directory that the spec's handlers are relative to. */
  readonly directory: string;
  /** The file as reports name it: relative to where the command runs. */
  readonly origin: string;
}

/** The default file names of a spec; the first that exists is used. */
export const SPEC_FILES = [
  "polyfn.config.ts",
  "polyfn.config.mts",
  "polyfn.config.js",
  "polyfn.config.mjs",
  "polyfn.yaml",
  "polyfn.yml",
  "polyfn.json",
] as const;

type Reader = (file: string, origin: string) => Promise<unknown>;

const READERS: Readonly<Record<string, Reader>> = {
  ".ts": readModule,
  ".mts": readModule,
  ".js": readModule,
  ".mjs": readModule,
  ".yaml": readYaml,
  ".yml": readYaml,
  ".json": readJson,
};

/**
 * Loads a spec file: `path` (a file, or a directory to look in), or whichever of `SPEC_FILES` stands in `cwd`.
 * @throws UserError when there is none, or it can't be read as what its name says it is.
 * @throws SpecError when it contains itself.
 */
export async function loadSpec(path: string | undefined, cwd: string): Promise<LoadedSpec> {
  const file = await findSpec(path, cwd);
  const origin = relative(cwd, file) || file;
  const read = READERS[extname(file)];
  if (read === undefined) {
    throw new UserError(
      `"${origin}" is not a spec file: its name ends in ${extname(file) === "" ? "nothing" : `"${extname(file)}"`}.`,
      `Name it with one of ${Object.keys(READERS).join(", ")}.`,
    );
  }
  const input = await read(file, origin);
  refuseCircle(input, origin);
  return { input, file, directory: dirname(file), origin };
}

async function findSpec(path: string | undefined, cwd: string): Promise<string> {
  const start = resolve(cwd, path ?? ".");
  const kind = await kindOf(start);
  if (kind === "file") return start;
  if (kind === "nothing") {
    throw new UserError(
      `There is no spec file "${path}" in ${cwd}.`,
      "Check the name, or leave it out to have it found.",
    );
  }
  for (const name of SPEC_FILES) {
    const file = join(start, name);
    if ((await kindOf(file)) === "file") return file;
  }
  throw new UserError(
    `There is no spec in ${start}: looked for ${SPEC_FILES.join(", ")}.`,
    "Write one of these, or name another file with --spec.",
  );
}

async function kindOf(path: string): Promise<"file" | "directory" | "nothing"> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return "nothing";
  return found.isDirectory() ? "directory" : "file";
}

async function readModule(file: string, origin: string): Promise<unknown> {
  const { tsImport } = await import("tsx/esm/api");
  const tsconfig = await nearestTsconfig(dirname(file));
  // So that an error in the spec is reported with the line that the user wrote.
  process.setSourceMapsEnabled(true);
  const loaded: unknown = await tsImport(pathToFileURL(file).href, { parentURL: import.meta.url, tsconfig }).catch(
    (error: unknown) => {
      throw asUserError(error, file, origin);
    },
  );
  const spec = defaultExport(loaded);
  if (spec === undefined) {
    throw new UserError(`"${origin}" has no default export.`, "Write `export default defineApp({ ... })`.");
  }
  return spec;
}

/** The default export, also where the file was run as a CommonJS module and the whole module stands in its place. */
function defaultExport(module: unknown): unknown {
  if (typeof module !== "object" || module === null || !("default" in module)) return undefined;
  const spec = module.default;
  return typeof spec === "object" && spec !== null && "__esModule" in spec ? defaultExport(spec) : spec;
}

/** Import paths are resolved as the spec's own project says; without one, `polyfn` is found as this package finds itself. */
export async function nearestTsconfig(directory: string): Promise<string | false> {
  const file = join(directory, "tsconfig.json");
  if ((await kindOf(file)) === "file") return file;
  if (dirname(directory) !== directory) return nearestTsconfig(dirname(directory));
  const own = fileURLToPath(new URL("../tsconfig.json", import.meta.url));
  return (await kindOf(own)) === "file" ? own : false;
}

/** The error of the user's module, with its line. */
function asUserError(error: unknown, file: string, origin: string): Error {
  if (error instanceof UserError) return error;
  const [message] = (error instanceof Error ? error.message : String(error)).split("\nRequire stack:");
  const line = error instanceof Error ? lineIn(error.stack ?? "", file) : undefined;
  const place = line === undefined ? origin : `${origin}:${line}`;
  const name = error instanceof Error && error.name !== "Error" ? `${error.name}: ` : "";
  return new UserError(`"${place}" can't be loaded. ${name}${message}`, "Correct the file, or what it imports.", {
    cause: error,
  });
}

function lineIn(stack: string, file: string): string | undefined {
  const frame = stack.split("\n").find((text) => text.includes(file) || text.includes(pathToFileURL(file).href));
  return frame === undefined ? undefined : /:(\d+:\d+)\)?$/.exec(frame)?.[1];
}

async function readYaml(file: string, origin: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  // Pretty errors would print the source line, which may contain a secret.
  const document = parseDocument(readText(file, origin), {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
  });
  if (document.errors.length > 0) {
    const found = document.errors.map(({ message, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return `  ${origin}:${line}:${col} ${message}`;
    });
    throw new UserError(`"${origin}" is not valid YAML.\n${found.join("\n")}`, "Correct the file at these places.");
  }
  try {
    return document.toJS();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`"${origin}" is not valid YAML. ${reason}`, "Correct the file's anchors and aliases.");
  }
}

async function readJson(file: string, origin: string): Promise<unknown> {
  const text = readText(file, origin);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(reason)?.[1];
    const before = position === undefined ? undefined : text.slice(0, Number(position)).split("\n");
    const place = before === undefined ? "" : ` at ${origin}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    // The engine's message may quote the file; only its first words say what is wrong.
    const what = reason.split(/,? in JSON|, (?:"|\.\.\.)/)[0];
    throw new UserError(`"${origin}" is not valid JSON${place}: ${what}.`, "Correct the file.");
  }
}
