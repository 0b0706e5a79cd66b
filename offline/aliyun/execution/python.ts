import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** `python3` of the PATH; undefined where there is none that runs. */
export async function pythonOnPath(): Promise<string | undefined> {
  try {
    await promisify(execFile)("python3", ["--version"]);
    return "python3";
  } catch {
    return undefined;
  }
}
