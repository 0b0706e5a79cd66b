import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import envPaths from "env-paths";
import type { Progress } from "../terminal/progress.ts";

/**
 * Directory that holds engines and servers between runs: `POLYFN_CACHE` when it is set, otherwise the platform's cache
 * directory (`~/.cache/polyfn` on Linux).
 */
export function cacheDirectory(): string {
  const chosen = process.env.POLYFN_CACHE;
  return chosen ? resolve(chosen) : envPaths("polyfn", { suffix: "" }).cache;
}

/** True for a living process on this machine, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Runs `work` while holding the lock file, so that two commands started together do not build the same thing twice.
 * Waits while the holder lives; takes over the lock of a process that died.
 */
export async function withLock<T>(file: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  for (let waits = 0; !(await acquire(file)); waits += 1) {
    if (waits === 20) progress(`waiting for another process that holds ${file}`);
    await sleep(250);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

async function acquire(file: string): Promise<boolean> {
  const mine: Holder = { pid: process.pid, host: hostname() };
  try {
    await writeFile(file, JSON.stringify(mine), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (await isAbandoned(file)) await removeAbandoned(file);
  return false;
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const text = await readFile(file, "utf8");
    // The process that created the file died before writing to it, or has not written to it yet.
    if (text === "") return Date.now() - (await stat(file)).mtimeMs > 60_000;
    const holder = JSON.parse(text) as Holder;
    return holder.host === hostname() && !isAlive(holder.pid);
  } catch {
    // The file is gone; the next round tries again.
    return false;
  }
}

/**
 * Two waiters may find the same lock abandoned. Moving it aside lets the slower one notice that it took a live lock.
 */
async function removeAbandoned(file: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if (!(await isAbandoned(aside))) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}
