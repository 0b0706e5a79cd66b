import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Progress } from "../../terminal/progress.ts";
import { isAlive } from "../cache.ts";

/** A lock file of the engine's file backend. */
interface StackLock {
  readonly pid: number;
  readonly hostname: string;
}

/**
 * Removes the locks of engines that no longer run. An engine that is killed leaves its lock, and the next one would
 * refuse to work on the stack until the user cancels an update that ended long ago.
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
    progress(`removed the lock of an engine that no longer runs (process ${holder.pid})`);
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
