import type { Progress } from "../../terminal/progress.ts";
import { ensureEndpoint, stopEndpoint } from "../endpoint/index.ts";
import { type DemoTarget, demoTargets } from "./demo-targets.ts";
import { disown, orphans, own } from "./session.ts";

/** The servers of the demonstration's clouds, and which of them this run has to stop. */
export class Servers {
  readonly #project: string;
  readonly #progress: Progress;
  #owned = new Map<DemoTarget, string>();

  constructor(project: string, progress: Progress) {
    this.#project = project;
    this.#progress = progress;
  }

  /** Makes sure that all answer. `fresh`: each was started for this, so they hold nothing. */
  async ensure(): Promise<{ urls: ReadonlyMap<DemoTarget, string>; fresh: boolean }> {
    const left = await orphans(this.#project);
    const found = await Promise.all(
      demoTargets.map(async (shown) => ({ shown, ...(await ensureEndpoint(shown.server, undefined, this.#progress)) })),
    );
    for (const { shown, url, started } of found) {
      if (started || left.includes(url)) this.#owned.set(shown, url);
      if (started) continue;
      const origin = this.#owned.has(shown) ? ", left by a run that was cut short" : "";
      this.#progress(`using ${shown.server.title} that answers at ${url}${origin}`);
    }
    if (this.#owned.size > 0) await own(this.#project, [...this.#owned.values()]);
    return {
      urls: new Map(found.map(({ shown, url }) => [shown, url])),
      fresh: found.every(({ started }) => started !== undefined),
    };
  }

  /** Stops those that polyfn started, whichever run of it did. False when none was. */
  async stopAll(): Promise<boolean> {
    const stopped = await Promise.all(demoTargets.map(({ server }) => stopEndpoint(server)));
    this.#owned = new Map();
    return stopped.some(Boolean);
  }

  /** Stops those that are this run's. False when there were none. */
  async release(): Promise<boolean> {
    if (this.#owned.size === 0) return false;
    await Promise.all([...this.#owned].map(([{ server }, url]) => stopEndpoint(server, url)));
    this.#owned = new Map();
    await disown(this.#project);
    return true;
  }
}
