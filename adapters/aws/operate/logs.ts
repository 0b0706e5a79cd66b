import type { FilteredLogEvent, FilterLogEventsCommandInput } from "@aws-sdk/client-cloudwatch-logs";
import type { DeployedPart, LogLine, LogPage, LogQuery, Operator } from "../../operate.ts";
import { hashOf } from "../../shared/hashed-names.ts";
import { identify } from "../../shared/identify.ts";
import type { Clients } from "./clients.ts";
import { readMessage } from "./log-lines.ts";

/** Messages of a page at least, if there are as many. */
const PAGE = 10_000;
/** Messages may arrive as late as this after others of a later time. */
const LATE_MS = 10_000;

/** The end of a page. */
interface Position {
  /** Milliseconds: the first time that the next page reads. */
  readonly from: number;
  /** Messages from then on that were returned. */
  readonly seen: readonly string[];
  /** The call that each log stream was in: one instance of the function, which serves one call at a time. */
  readonly calls: Readonly<Record<string, string>>;
}

/** Logs of functions in CloudWatch Logs. */
export function logs(clients: Clients): Pick<Operator, "logs" | "writeLog"> {
  const groups = new Map<string, Promise<string>>();
  const groupOf = ({ name }: DeployedPart): Promise<string> => {
    const group = groups.get(name) ?? groupName(clients, name);
    groups.set(name, group);
    return group;
  };
  return {
    logs: async (fn, query) => readPage(clients, await groupOf(fn), query),
    async writeLog(fn, message) {
      const client = await clients.logs();
      const stream = { logGroupName: await groupOf(fn), logStreamName: `polyfn/${crypto.randomUUID()}` };
      await client.createLogStream(stream);
      await client.putLogEvents({ ...stream, logEvents: [{ timestamp: Date.now(), message }] });
    },
  };
}

async function groupName({ lambda }: Clients, FunctionName: string): Promise<string> {
  const { LoggingConfig } = await (await lambda()).getFunctionConfiguration({ FunctionName });
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
}

async function readPage(clients: Clients, logGroupName: string, query: LogQuery): Promise<LogPage> {
  const start: Position = { from: query.since.getTime(), seen: [], calls: {} };
  const before: Position = query.cursor === undefined ? start : JSON.parse(query.cursor);
  const { requestId } = query;
  const asked = {
    logGroupName,
    startTime: before.from,
    ...(query.until && { endTime: query.until.getTime() }),
    // The lines of one call are told by those around them.
    ...(query.filter !== undefined && requestId === undefined && { filterPattern: allWords(query.filter) }),
    ...(requestId !== undefined && { logStreamNames: await streamsOf(clients, logGroupName, before.from, requestId) }),
  };
  if (asked.logStreamNames?.length === 0) return { lines: [], cursor: JSON.stringify(before) };
  const { events, isFull } = await eventsOf(clients, asked);
  const identified = identify(events, digestOf);
  const { lines, calls } = linesOf(identified, before);
  const newest = events.at(-1)?.timestamp ?? before.from;
  const from = Math.max(before.from, isFull ? newest : newest - LATE_MS);
  const seen = identified.flatMap(([id, { timestamp = 0 }]) => (timestamp < from ? [] : [id]));
  return {
    lines: lines.filter((line) => isAskedFor(line, query)),
    cursor: JSON.stringify({ from, seen, calls } satisfies Position),
    ...(isFull && { more: true }),
  };
}

/** Every word, literally. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
const allWords = (filter: string): string =>
  wordsOf(filter)
    .map((word) => `"${word.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`)
    .join(" ");

const wordsOf = (filter: string): string[] => filter.split(/\s+/).filter((word) => word !== "");

const isAskedFor = (line: LogLine, { filter = "", requestId }: LogQuery): boolean =>
  (requestId === undefined || line.requestId === requestId) &&
  wordsOf(filter).every((word) => line.text.includes(word));

/** The log streams of the instance that served a call: one that names it. */
async function streamsOf(clients: Clients, logGroupName: string, startTime: number, id: string): Promise<string[]> {
  const { events } = await eventsOf(clients, { logGroupName, startTime, filterPattern: `"${id}"` });
  return [...new Set(events.flatMap(({ logStreamName }) => logStreamName ?? []))];
}

/** Messages in the order of their time, all or as many as make a page. */
async function eventsOf(
  { logs: client }: Clients,
  asked: FilterLogEventsCommandInput,
): Promise<{ events: readonly FilteredLogEvent[]; isFull: boolean }> {
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const page = await (await client()).filterLogEvents({ ...asked, nextToken });
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined && events.length < PAGE);
  } catch (error) {
    // Lambda creates a missing log group with the function's first call.
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
  }
  return { events: events.sort(byTime), isFull: nextToken !== undefined };
}

const byTime = (a: FilteredLogEvent, b: FilteredLogEvent): number => (a.timestamp ?? 0) - (b.timestamp ?? 0);

type Identified = readonly [id: string, event: FilteredLogEvent];

/** Some servers give events no identifier. */
const digestOf = ({ eventId, logStreamName = "", timestamp, message = "" }: FilteredLogEvent): string =>
  eventId || hashOf(16, logStreamName, String(timestamp), message);

/** The lines of messages that no earlier page had. A line without an identifier is of the call that its stream is in. */
function linesOf(events: readonly Identified[], before: Position): { lines: LogLine[]; calls: Position["calls"] } {
  const seen = new Set(before.seen);
  const calls = new Map(Object.entries(before.calls));
  const lines = events.flatMap(([id, { timestamp = 0, message = "", logStreamName = "" }]): LogLine[] => {
    if (seen.has(id)) return [];
    const { requestId, named, line, ends } = readMessage(message);
    const call = requestId ?? calls.get(logStreamName) ?? named;
    if (ends) calls.delete(logStreamName);
    else if (requestId !== undefined) calls.set(logStreamName, requestId);
    return line === undefined
      ? []
      : [{ time: new Date(timestamp), ...(call !== undefined && { requestId: call }), ...line }];
  });
  return { lines, calls: Object.fromEntries(calls) };
}
