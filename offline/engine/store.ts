import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../../terminal/progress.ts";
import { cacheDirectory, withLock } from "../cache.ts";
import type { Engine } from "./engine.ts";
import { executable, versionOf } from "./installed.ts";

/**
 * Returns the cached engine of this name, or lets `make` create it. The directory gets its name only when it is
 * complete, so an interrupted download or build is never used.
 */
export async function keepEngine(
  name: string,
  source: Engine["source"],
  progress: Progress,
  make: (directory: string) => Promise<string | undefined>,
): Promise<Engine | string> {
  const engines = join(cacheDirectory(), "engines");
  const home = join(engines, name);
  const kept = await open(home, source);
  if (kept) return kept;
  return withLock(join(engines, `${name}.lock`), progress, async () => {
    // Another process may have made it while this one waited for the lock.
    const made = await open(home, source);
    if (made) return made;
    await removeLeftovers(engines, name);
    const partial = join(engines, `${name}.${randomBytes(4).toString("hex")}.partial`);
    await mkdir(join(partial, "bin"), { recursive: true });
    try {
      const reason = await make(partial);
      if (reason !== undefined) return reason;
      await rm(home, { recursive: true, force: true });
      await rename(partial, home);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
    return (await open(home, source)) ?? `${home} was made, but its pulumi does not run`;
  });
}

async function open(home: string, source: Engine["source"]): Promise<Engine | undefined> {
  const command = join(home, "bin", executable("pulumi"));
  const version = await versionOf(command);
  return version === undefined ? undefined : { command, version, source };
}

/** Removes what interrupted runs left. Called with the lock held, so none of them is running. */
async function removeLeftovers(engines: string, name: string): Promise<void> {
  for (const entry of await readdir(engines)) {
    if (entry.startsWith(`${name}.`) && entry.endsWith(".partial")) {
      await rm(join(engines, entry), { recursive: true, force: true });
    }
  }
}
