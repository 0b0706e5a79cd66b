import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "../cache.ts";
import type { Progress } from "../progress.ts";

/** What the engine writes into a lock file of its file backend. */
interface StackLock {
  readonly pid: number;
  readonly hostname: string;
}

/**
 * Removes the locks of engines that no longer run. An engine that was killed leaves its lock behind, and the next one
 * would refuse to work on the stack until somebody cancels a deployment that has long ended.
 * @param state Directory of the file backend.
 */
export async function releaseDeadLocks(state: string, progress: Progress): Promise<void> {
  const root = join(state, ".pulumi", "locks");
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(".json")) continue;
    const file = join(entry.parentPath, entry.name);
    const holder = await readLock(file);
    if (holder === undefined || holder.hostname !== hostname() || isAlive(holder.pid)) continue;
    progress(`the engine that held this stack (process ${holder.pid}) has ended without letting go; taking over`);
    await rm(file, { force: true });
  }
}

async function readLock(file: string): Promise<StackLock | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as StackLock;
  } catch {
    return undefined;
  }
}
