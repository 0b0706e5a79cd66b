/**
 * Finds a Pulumi engine for this machine: an installed one, the official download, or a build from the public Go
 * modules when the vendor's site cannot be reached.
 */
import { UserError } from "../../model/errors.ts";
import { terminal } from "../../terminal/index.ts";
import type { Progress } from "../../terminal/progress.ts";
import { buildEngine } from "./build.ts";
import { downloadEngine } from "./download.ts";
import type { Engine, EngineSource } from "./engine.ts";
import { installedEngine } from "./installed.ts";

export type { Engine, EngineSource } from "./engine.ts";

const sources: readonly EngineSource[] = [installedEngine, downloadEngine, buildEngine];

/**
 * Returns the first engine that a source provides. Downloads and builds are cached, so only the first call is slow.
 * @throws UserError with each source's reason when none provides one.
 */
export async function findEngine(progress: Progress = terminal.progress, ways = sources): Promise<Engine> {
  const reasons: string[] = [];
  for (const way of ways) {
    const found = await way(progress);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw new UserError(
    `Pulumi was not found and could not be installed.\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`,
    "Install Pulumi (https://www.pulumi.com/docs/install/), or Go 1.25 or newer (https://go.dev/dl/) so that polyfn can build it, and run the command again.",
  );
}
