import { execFile } from "node:child_process";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { isAlive } from "./cache.ts";

/** Ends the process group: SIGTERM first, SIGKILL after five seconds. */
export async function stopGroup(pid: number): Promise<void> {
  signalGroup(pid, "SIGTERM");
  for (let waits = 0; waits < 50 && isAlive(pid); waits += 1) await sleep(100);
  signalGroup(pid, "SIGKILL");
}

/**
 * Sends a signal to a process and to those that it started. Processes that have ended are ignored. Windows has neither
 * groups nor signals: there SIGKILL ends the process with everything below it, and every other signal only the process.
 */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32" && signal === "SIGKILL") {
    execFile("taskkill", ["/pid", String(pid), "/T", "/F"], () => undefined);
    return;
  }
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    // The whole group has ended.
  }
}

/** The program that lists a process's command line, and its arguments. */
export function commandLineQuery(pid: number, platform: NodeJS.Platform): readonly [string, readonly string[]] {
  if (platform !== "win32") return ["ps", ["-ww", "-o", "command=", "-p", String(pid)]];
  const script = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`;
  return ["powershell", ["-NoProfile", "-NonInteractive", "-Command", script]];
}

/** The command line of a process: after a restart of the machine the process ID may belong to another program. */
export async function commandOf(pid: number): Promise<string> {
  const [program, args] = commandLineQuery(pid, process.platform);
  try {
    return (await promisify(execFile)(program, [...args])).stdout;
  } catch {
    return "";
  }
}
