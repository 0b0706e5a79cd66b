import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { version } from "@pulumi/pulumi/version.js";
import { elapsedSince, type Progress } from "../../terminal/progress.ts";
import type { Engine } from "./engine.ts";
import { keepEngine } from "./store.ts";

const installer = "https://get.pulumi.com/install.sh";
/** Milliseconds after which a site counts as unreachable: seconds, not minutes. */
const probeTimeout = 8000;

/** Downloads the vendor's build of the version that belongs to the pinned SDK, with the SDK's own installer. */
export function downloadEngine(progress: Progress): Promise<Engine | string> {
  return keepEngine(`pulumi-${version}-official`, "downloaded", progress, async (directory) => {
    const unreachable = await probe(installer);
    if (unreachable !== undefined) return `${installer} cannot be reached (${unreachable})`;
    const start = Date.now();
    progress(`downloading Pulumi ${version} from its vendor (about 100 MB, once)`);
    try {
      await PulumiCommand.install({ root: directory });
    } catch (error) {
      return `the download of Pulumi ${version} failed (${firstLine(error)})`;
    }
    progress(`downloaded Pulumi ${version} in ${elapsedSince(start)}`);
    return undefined;
  });
}

/** The reason why the address does not answer, or undefined when it answers. */
async function probe(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(probeTimeout) });
    return answer.ok ? undefined : `status ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return firstLine(cause);
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0] ?? text;
}
