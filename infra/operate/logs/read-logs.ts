import { setTimeout as pause } from "node:timers/promises";
import type { LogLevel, LogPage, LogQuery } from "../../../adapters/operate.ts";
import { UserError } from "../../../model/errors.ts";
import { type DeployedApp, deployedFunction } from "../deployed-app.ts";
import { entryOf, isAtLeast, isRecording, type LogEntry, type LogOrigin } from "./log-entry.ts";

export interface LogsQuery extends Pick<LogQuery, "since" | "until" | "filter" | "requestId"> {
  /** Default: every line. */
  readonly level?: LogLevel | undefined;
  /** Gives recorded events in place of what the functions wrote. */
  readonly recordings?: boolean | undefined;
  /** Goes on with what is written later, until the signal aborts. */
  readonly follow?: AbortSignal | undefined;
  /**
   * Gets the error of a log that a cloud refuses, once until it can be read again; the log is asked for in each round.
   * Default: the error is thrown.
   */
  readonly onRefused?: ((origin: LogOrigin, error: UserError) => void) | undefined;
}

/** Time between two questions for new lines. */
const INTERVAL_MS = 1000;
/** Logs that are read at once: clouds allow few such requests a second. */
const AT_ONCE = 5;

interface Source {
  read(cursor: string | undefined): Promise<LogPage>;
  readonly entry: (line: LogPage["lines"][number]) => LogEntry;
  readonly origin: LogOrigin;
  cursor?: string;
  /** Message of the error that was reported last. */
  refused?: string | undefined;
}

/**
 * The lines of several functions on several targets, those of each round in the order of their times.
 * @param names Names of functions. Empty: all that are deployed.
 * @throws UserError for a function that does not exist, and where a cloud refuses, without `onRefused`.
 */
export async function* readLogs(
  apps: readonly DeployedApp[],
  names: readonly string[],
  query: LogsQuery,
): AsyncGenerator<LogEntry> {
  const { level, follow, recordings = false } = query;
  const sources = (await Promise.all(apps.map((app) => sourcesOf(app, names, query)))).flat();
  do {
    let left = sources;
    while (left.length > 0 && !follow?.aborted) {
      const { entries, full } = await readRound(left, query);
      yield* entries.filter(
        (entry) => isRecording(entry) === recordings && (level === undefined || isAtLeast(entry, level)),
      );
      left = full;
    }
    await pause(follow === undefined ? 0 : INTERVAL_MS, undefined, { signal: follow }).catch(() => undefined);
  } while (follow !== undefined && !follow.aborted);
}

async function sourcesOf(app: DeployedApp, names: readonly string[], query: LogsQuery): Promise<Source[]> {
  const { target, region } = app.deployment;
  const { since, until, filter, requestId } = query;
  const asked = {
    since,
    ...(until && { until }),
    ...(filter !== undefined && { filter }),
    ...(requestId !== undefined && { requestId }),
  };
  const functions = (names.length === 0 ? Object.keys(app.functions) : names).map((name) => ({
    origin: { target, ...(region !== undefined && { region }), function: name },
    fn: names.length === 0 ? app.functions[name] : deployedFunction(app, name),
  }));
  const operator = await app.operator();
  return functions.flatMap(({ origin, fn }) => {
    if (fn === undefined) return [];
    const read = (cursor?: string) => operator.logs(fn, { ...asked, ...(cursor !== undefined && { cursor }) });
    return [{ origin, read, entry: (line: LogPage["lines"][number]) => entryOf(origin, line) }];
  });
}

/** A page of each source, in the order of time, and the sources that have more. */
async function readRound(
  sources: readonly Source[],
  query: LogsQuery,
): Promise<{ entries: LogEntry[]; full: Source[] }> {
  const entries: LogEntry[] = [];
  const full: Source[] = [];
  for (let first = 0; first < sources.length; first += AT_ONCE) {
    await Promise.all(
      sources.slice(first, first + AT_ONCE).map(async (source) => {
        const page = await readPage(source, query);
        if (page === undefined) return;
        source.cursor = page.cursor;
        entries.push(...page.lines.map(source.entry));
        if (page.more) full.push(source);
      }),
    );
  }
  return { entries: entries.sort((a, b) => a.time.getTime() - b.time.getTime()), full };
}

/** Undefined where the cloud refuses, and that was reported. */
async function readPage(source: Source, { onRefused }: LogsQuery): Promise<LogPage | undefined> {
  try {
    const page = await source.read(source.cursor);
    source.refused = undefined;
    return page;
  } catch (error) {
    if (!(error instanceof UserError) || onRefused === undefined) throw error;
    if (source.refused !== error.message) onRefused(source.origin, error);
    source.refused = error.message;
    return undefined;
  }
}
