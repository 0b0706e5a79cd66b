import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { isAlive } from "../cache.ts";

/** Who has to stop the server at an address. */
interface Owner {
  readonly url: string;
  readonly pid: number;
}

const noteOf = (project: string): string => join(project, ".polyfn", "start.json");

/** Notes that this process stops the server in the end, so that a later run can do it if this one is killed. */
export async function own(project: string, url: string): Promise<void> {
  const owner: Owner = { url, pid: process.pid };
  await mkdir(dirname(noteOf(project)), { recursive: true });
  await writeFile(noteOf(project), JSON.stringify(owner));
}

/** Nobody has to stop it any more. */
export async function disown(project: string): Promise<void> {
  await rm(noteOf(project), { force: true });
}

/** Whether the server at this address was started by an `npm start` that ended without stopping it. */
export async function isOrphan(project: string, url: string): Promise<boolean> {
  const text = await readFile(noteOf(project), "utf8").catch(() => undefined);
  if (text === undefined) return false;
  const owner = JSON.parse(text) as Owner;
  return owner.url === url && !isAlive(owner.pid);
}
