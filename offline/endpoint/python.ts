import { readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { execa } from "execa";
import { onPath } from "../engine/installed.ts";

/** Accepted minor versions of Python 3, both ends included. */
export interface PythonRange {
  readonly atLeast: number;
  readonly atMost: number;
}

export interface Python {
  readonly command: string;
  /** For example "3.11.7". */
  readonly version: string;
}

/**
 * Finds the first Python 3 in the range that can create virtual environments: `POLYFN_PYTHON`, then PATH, then the
 * versions that pyenv and uv have installed.
 */
export async function findPython(range: PythonRange): Promise<Python | undefined> {
  for await (const command of candidates(range)) {
    const version = await probe(command);
    if (version !== undefined && accepts(range, version)) return { command, version };
  }
  return undefined;
}

async function* candidates(range: PythonRange): AsyncGenerator<string> {
  const chosen = process.env.POLYFN_PYTHON;
  if (chosen) yield chosen;
  yield* await onPath("python3");
  for (let minor = range.atMost; minor >= range.atLeast; minor -= 1) yield* await onPath(`python3.${minor}`);
  yield* await pyenvVersions();
  for (let minor = range.atMost; minor >= range.atLeast; minor -= 1) {
    const found = await firstLine("uv", ["python", "find", "--no-project", `3.${minor}`]);
    if (found) yield found;
  }
}

/** Versions that pyenv has installed are not on PATH unless a project selects them. */
async function pyenvVersions(): Promise<string[]> {
  const root = process.env.PYENV_ROOT || (await firstLine("pyenv", ["root"]));
  if (!root) return [];
  const versions = await readdir(join(root, "versions")).catch(() => []);
  return versions.sort().map((version) => join(root, "versions", version, "bin", "python"));
}

/** Also imports the two modules that Linux distributions package separately and that virtual environments need. */
async function probe(command: string): Promise<string | undefined> {
  const script = "import sys, venv, ensurepip; print('.'.join(map(str, sys.version_info[:3])))";
  return firstLine(command, ["-c", script]);
}

function accepts(range: PythonRange, version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor !== undefined && minor >= range.atLeast && minor <= range.atMost;
}

async function firstLine(command: string, args: readonly string[]): Promise<string | undefined> {
  const { stdout, failed } = await execa(command, args, { reject: false, timeout: 20_000 });
  return failed ? undefined : stdout.trim().split("\n")[0];
}
