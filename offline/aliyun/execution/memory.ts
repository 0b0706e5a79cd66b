import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Resident memory of a process in MB; undefined when it has ended. */
export async function residentMb(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined);
  if (status !== undefined) return toMb(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  if (process.platform === "linux") return undefined;
  // Systems without /proc have ps.
  const answer = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]).catch(() => undefined);
  return toMb(answer?.stdout.trim());
}

const toMb = (kilobytes: string | undefined): number | undefined => (kilobytes ? Number(kilobytes) / 1024 : undefined);
