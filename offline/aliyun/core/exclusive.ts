import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** True if a process of this machine is alive. A process of another user counts as alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Runs `work` while no other process of this machine does so with this file, which holds the process id of who does.
 * The file of a process that has ended is taken over.
 */
export async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!acquire(file)) await sleep(50);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function acquire(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (isAbandoned(file)) removeAbandoned(file);
  return false;
}

/** An empty file is being written just now. */
function isAbandoned(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    return holder > 0 && !isAlive(holder);
  } catch {
    return false;
  }
}

/** Only one of two processes that find it abandoned can move it away. */
function removeAbandoned(file: string): void {
  try {
    const aside = `${file}.${process.pid}`;
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch {
    // The other one has.
  }
}
