import { access, constants } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { execa } from "execa";
import type { Progress } from "../../terminal/progress.ts";
import type { Engine } from "./engine.ts";

/** Older engines are not tested with the version of the Pulumi SDK that this package pins. */
export const minimumVersion = "3.200.0";

/** Returns the first usable `pulumi` on PATH, or the reasons why there is none. */
export async function installedEngine(progress: Progress): Promise<Engine | string> {
  const reasons: string[] = [];
  for (const command of await onPath("pulumi")) {
    const version = await versionOf(command);
    const reason = await unusable(command, version);
    if (reason === undefined && version !== undefined) return { command, version, source: "installed" };
    reasons.push(`${command} ${reason}`);
    progress(`not using ${command}: it ${reason}`);
  }
  return reasons.length === 0 ? "pulumi is not on PATH" : reasons.join("; ");
}

/** The version an executable reports, without its "v"; undefined when it cannot run. */
export async function versionOf(command: string): Promise<string | undefined> {
  const { stdout, failed } = await execa(command, ["version"], {
    env: { PULUMI_SKIP_UPDATE_CHECK: "1" },
    reject: false,
    timeout: 20_000,
  });
  return failed ? undefined : /^v?(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1];
}

async function unusable(command: string, version: string | undefined): Promise<string | undefined> {
  if (version === undefined) return "does not answer `pulumi version`";
  if (isOlder(version, minimumVersion)) return `is version ${version}, older than ${minimumVersion}`;
  const beside = join(dirname(command), executable("pulumi-language-nodejs"));
  const hosts = [...(await onPath("pulumi-language-nodejs")), ...((await canRun(beside)) ? [beside] : [])];
  return hosts.length === 0 ? "has no Node.js language host (pulumi-language-nodejs)" : undefined;
}

/** Compares "3.95.0" with "3.256.0" number by number. */
export function isOlder(version: string, than: string): boolean {
  const left = version.split(".").map((part) => Number.parseInt(part, 10));
  const right = than.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, number] of right.entries()) {
    const difference = (left[index] ?? 0) - number;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Every executable file of this name in the directories of PATH, in their order. */
export async function onPath(name: string, path = process.env.PATH ?? ""): Promise<string[]> {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, executable(name)));
  const usable = await Promise.all(candidates.map(canRun));
  return [...new Set(candidates.filter((_, index) => usable[index]))];
}

/** "pulumi", or "pulumi.exe" on Windows. */
export function executable(name: string): string {
  return process.platform === "win32" ? `${name}.exe` : name;
}

function canRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
