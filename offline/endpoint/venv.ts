import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { UserError } from "../../model/errors.ts";
import { elapsedSince, heartbeat, type Progress } from "../../terminal/progress.ts";
import { cacheDirectory, withLock } from "../cache.ts";
import type { Python } from "./python.ts";

/** The contents of a virtual environment. */
export interface Environment {
  readonly name: string;
  /** Requirements file with every package pinned. */
  readonly requirements: URL;
  /** A Python package of polyfn to install as well. */
  readonly extension?: URL;
}

/**
 * Directory of the virtual environment, created on first use and kept in the cache. Its name contains a digest of its
 * contents, so changed pins create another one. It cannot be moved into place when it is complete, because its scripts
 * contain its path: a marker file, written last, says that it is complete.
 */
export async function prepareVenv(environment: Environment, python: Python, progress: Progress): Promise<string> {
  const venvs = join(cacheDirectory(), "venvs");
  const directory = join(venvs, `${environment.name}-${await digest(environment, python)}`);
  const marker = join(directory, ".complete");
  if (await exists(marker)) return directory;
  return withLock(`${directory}.lock`, progress, async () => {
    if (await exists(marker)) return directory;
    const start = Date.now();
    progress(`preparing ${environment.name} with Python ${python.version} (once)`);
    const stop = heartbeat(progress, 15, (elapsed) => `  ${environment.name}: ${elapsed}`);
    try {
      await rm(directory, { recursive: true, force: true });
      await mkdir(venvs, { recursive: true });
      await install(environment, python, directory);
      await writeFile(marker, "");
    } finally {
      stop();
    }
    progress(`prepared ${environment.name} in ${elapsedSince(start)}`);
    return directory;
  });
}

/** Absolute path of the environment's interpreter. */
export function interpreter(venv: string): string {
  return process.platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
}

async function install(environment: Environment, python: Python, directory: string): Promise<void> {
  const run = async (command: string, args: readonly string[]) => {
    const { failed, all } = await execa(command, args, { reject: false, all: true });
    if (failed) throw installFailed(environment, `${command} ${args.join(" ")}`, all);
  };
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await run(python.command, ["-m", "venv", directory]);
  await run(interpreter(directory), [...pip, "--requirement", fileURLToPath(environment.requirements)]);
  if (environment.extension) {
    // Built from a copy, because the build writes files next to its sources.
    const copy = join(directory, "extension");
    await cp(fileURLToPath(environment.extension), copy, { recursive: true });
    await run(interpreter(directory), [...pip, "--no-deps", "--no-build-isolation", copy]);
  }
}

function installFailed(environment: Environment, command: string, output: string): UserError {
  const lines = output.split("\n").slice(-10);
  return new UserError(
    `Preparing ${environment.name} failed at: ${command}\n${lines.map((line) => `    ${line}`).join("\n")}`,
    "If packages could not be downloaded, check the network and pip's settings (pip config list), then run the command again.",
  );
}

async function digest(environment: Environment, python: Python): Promise<string> {
  const hash = createHash("sha256").update(python.command).update(python.version);
  hash.update(await readFile(environment.requirements));
  if (environment.extension) {
    const root = fileURLToPath(environment.extension);
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 12);
}

function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
