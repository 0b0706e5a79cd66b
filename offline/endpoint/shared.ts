import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Progress } from "../../terminal/progress.ts";
import { isAlive, withLock } from "../cache.ts";
import { answers, freePort } from "./address.ts";
import { type Running, startServer } from "./run.ts";
import type { Server } from "./server.ts";

const keeper = fileURLToPath(new URL("keeper.mjs", import.meta.url));

/**
 * The address of a server that all processes of a run share: the first starts it on a free port. It ends some seconds
 * after the last of them, however that ends.
 * @param directory Directory of the server's record and log, which the processes of a run have in common.
 * @param users Process IDs that keep the server running. Default: this process.
 */
export async function sharedServer(
  server: Server,
  directory: string,
  progress: Progress,
  users: readonly number[] = [process.pid],
): Promise<string> {
  const registry = join(directory, "users");
  const record = join(directory, "running.json");
  return withLock(`${directory}.lock`, progress, async () => {
    await register(registry, users);
    const known = await readRecord(record);
    if (known !== undefined) return known.url;
    await rm(directory, { recursive: true, force: true });
    await register(registry, users);
    const started = await startServer(server, await server.prepare(progress), await freePort(), directory);
    await writeFile(record, JSON.stringify(started));
    // It outlives this process, as the server does.
    const child = spawn(process.execPath, [keeper, String(started.pid), registry, record], {
      detached: true,
      stdio: "ignore",
    });
    child.unref();
    return started.url;
  });
}

async function register(registry: string, users: readonly number[]): Promise<void> {
  await mkdir(registry, { recursive: true });
  for (const pid of users) await writeFile(join(registry, String(pid)), "");
}

/** A server that runs and answers. */
async function readRecord(record: string): Promise<Running | undefined> {
  const text = await readFile(record, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const running = JSON.parse(text) as Running;
  return isAlive(running.pid) && (await answers(new URL(running.url))) ? running : undefined;
}
