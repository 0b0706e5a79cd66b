import type { DevReport } from "../../infra/dev/report.ts";
import type { LogOrigin } from "../../infra/operate/logs/log-entry.ts";
import { readLogs } from "../../infra/operate/logs/read-logs.ts";
import type { OpenedPlace } from "./places.ts";

/** Follows the logs of all functions of the places until the signal aborts. */
export async function followLogs(
  places: readonly OpenedPlace[],
  since: Date,
  report: (report: DevReport) => void,
  follow: AbortSignal,
): Promise<void> {
  const read = places.filter(({ operator }) => operator !== undefined);
  const nameOf = ({ target, region, function: fn }: LogOrigin) => {
    const own = read.find(({ app: { deployment } }) => deployment.target === target && deployment.region === region);
    return { function: fn, place: own?.name ?? target };
  };
  const entries = readLogs(
    read.map(({ app }) => app),
    [],
    {
      ...{ since, follow },
      onRefused: (origin, { message }) => report({ event: "log-failed", ...nameOf(origin), message }),
    },
  );
  for await (const { time, message, level, fields, ...origin } of entries) {
    const at = time.toISOString();
    const more = { ...(level !== undefined && { level }), ...(fields !== undefined && { fields }) };
    report({ event: "log", ...nameOf(origin), time: at, text: message, ...more });
  }
}
