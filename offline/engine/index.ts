/**
 * Finds the Pulumi engine that this machine can run: one that is installed, the official download, or one built from
 * its public Go modules where the vendor's site can't be reached.
 */
import { UserError } from "../../model/errors.ts";
import { type Progress, printProgress } from "../progress.ts";
import { buildEngine } from "./build.ts";
import { downloadEngine } from "./download.ts";
import type { Engine, EngineSource } from "./engine.ts";
import { installedEngine } from "./installed.ts";

export type { Engine, EngineSource } from "./engine.ts";

const sources: readonly EngineSource[] = [installedEngine, downloadEngine, buildEngine];

/**
 * The first engine that any source has. Downloads and builds are kept in the cache, so that only the first call takes
 * its time.
 * @throws UserError when no source has one, with each source's reason.
 */
export async function findEngine(progress: Progress = printProgress(), ways = sources): Promise<Engine> {
  const reasons: string[] = [];
  for (const way of ways) {
    const found = await way(progress);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw new UserError(
    `No Pulumi engine can be had on this machine.\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`,
    "Install Pulumi (https://www.pulumi.com/docs/install/), or Go 1.25 or newer (https://go.dev/dl/) so that polyfn can build it, and run the command again.",
  );
}
