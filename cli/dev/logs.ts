import { setTimeout as sleep } from "node:timers/promises";
import type { DevReport } from "../../infra/dev/report.ts";
import { UserError } from "../../model/errors.ts";
import type { OpenedPlace } from "./places.ts";

/** Milliseconds between two looks at the logs of a place. */
const PAUSE = 1000;

/** Follows the logs of all functions of a place until the signal aborts. One function is asked after the other. */
export async function followLogs(
  { name: place, operator, functions }: OpenedPlace,
  since: Date,
  report: (report: DevReport) => void,
  signal: AbortSignal,
): Promise<void> {
  if (operator === undefined) return;
  const cursors = new Map<string, string>();
  const refused = new Set<string>();
  while (!signal.aborted) {
    for (const [fn, part] of functions) {
      if (signal.aborted) return;
      const cursor = cursors.get(fn);
      try {
        const page = await operator.logs(part, { since, ...(cursor !== undefined && { cursor }) });
        cursors.set(fn, page.cursor);
        for (const { time, text, level } of page.lines) {
          const at = time.toISOString();
          report({ event: "log", function: fn, place, time: at, text, ...(level !== undefined && { level }) });
        }
      } catch (error) {
        // A log that cannot be read is said once, and tried again.
        if (!(error instanceof UserError)) throw error;
        if (!refused.has(error.message)) report({ event: "log-failed", function: fn, place, message: error.message });
        refused.add(error.message);
      }
    }
    await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
  }
}
