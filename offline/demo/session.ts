import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { isAlive } from "../cache.ts";

/** The owner of the servers at these addresses, who stops them. */
interface Owner {
  readonly urls: readonly string[];
  readonly pid: number;
}

const noteOf = (project: string): string => join(project, ".polyfn", "start.json");

/** Notes that this process stops the servers in the end, so that a later run can do it if this one is killed. */
export async function own(project: string, urls: readonly string[]): Promise<void> {
  const owner: Owner = { urls, pid: process.pid };
  await mkdir(dirname(noteOf(project)), { recursive: true });
  await writeFile(noteOf(project), JSON.stringify(owner));
}

/** They no longer need to be stopped. */
export async function disown(project: string): Promise<void> {
  await rm(noteOf(project), { force: true });
}

/** Addresses of servers that were started by an `npm start` which ended without stopping them. */
export async function orphans(project: string): Promise<readonly string[]> {
  const text = await readFile(noteOf(project), "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const owner = JSON.parse(text) as Partial<Owner>;
  return owner.urls && owner.pid !== undefined && !isAlive(owner.pid) ? owner.urls : [];
}
