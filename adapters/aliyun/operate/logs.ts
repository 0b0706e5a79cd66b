import { UserError } from "../../../model/errors.ts";
import type { DeployedPart, LogLine, LogPage, LogQuery, Operator } from "../../operate.ts";
import { hashOf } from "../../shared/hashed-names.ts";
import { identify } from "../../shared/identify.ts";
import type { Clients } from "./clients.ts";
import { callFunction } from "./functions.ts";
import { joined, readMessage } from "./log-lines.ts";
import { putEntry } from "./put-entry.ts";

/** Lines in an answer: https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-getlogsv2 */
const PER_ANSWER = 100;
/** Lines of a page at least, if there are as many. */
const PAGE = 10_000;
/** The Log Service finds lines as late as this after others of a later time. */
const LATE_SECONDS = 10;

/** The end of a page. */
interface Position {
  /** Seconds: the first time that the next page reads. */
  readonly from: number;
  /** Digests of lines from then on that were returned. */
  readonly seen: readonly string[];
}

interface Store {
  readonly project: string;
  readonly logstore: string;
}

type Entry = Readonly<Record<string, string>>;

/** Logs of functions in the Log Service. */
export function logs(clients: Clients): Pick<Operator, "logs" | "writeLog"> {
  const stores = new Map<string, Promise<Store>>();
  const storeOf = (fn: DeployedPart): Promise<Store> => {
    const store = stores.get(fn.name) ?? findStore(clients, fn);
    stores.set(fn.name, store);
    // One that was refused may be found later.
    store.catch(() => stores.delete(fn.name));
    return store;
  };
  return {
    logs: async (fn, query) => readPage(clients, fn, await storeOf(fn), query),
    async writeLog(fn, message) {
      const { project, logstore: store } = await storeOf(fn);
      const { region } = clients.place(fn.id);
      await putEntry(clients, { region, project, store }, { functionName: fn.name, message });
    },
  };
}

async function findStore(clients: Clients, fn: DeployedPart): Promise<Store> {
  const answer = await callFunction(clients, fn, "", { action: "GetFunction", method: "GET" });
  const { logConfig: { project, logstore } = {} } = answer.json() as { logConfig?: Partial<Store> };
  if (project && logstore) return { project, logstore };
  throw new UserError(`${fn.name} has no log.`, "Deploy the stack again; an override may have taken its log away.");
}

async function readPage(clients: Clients, fn: DeployedPart, store: Store, query: LogQuery): Promise<LogPage> {
  const start: Position = { from: Math.floor(query.since.getTime() / 1000), seen: [] };
  const before: Position = query.cursor === undefined ? start : JSON.parse(query.cursor);
  const { entries, isFull } = await entriesOf(clients, fn, store, before.from, query);
  const known = new Set(before.seen);
  const identified = identify(entries, digestOf);
  const lines = linesOf(
    identified.flatMap(([id, entry]) => (known.has(id) ? [] : [entry])),
    fn.name,
  );
  const newest = secondOf(entries.at(-1)) ?? before.from;
  const from = Math.max(before.from, isFull ? newest : newest - LATE_SECONDS);
  const seen = identified.flatMap(([id, entry]) => ((secondOf(entry) ?? 0) < from ? [] : [id]));
  return {
    lines: lines.filter((line) => isAskedFor(line, query)),
    cursor: JSON.stringify({ from, seen } satisfies Position),
    ...(isFull && { more: true }),
  };
}

/** Entries in the order of their time, all or as many as make a page. */
async function entriesOf(
  clients: Clients,
  fn: DeployedPart,
  { project, logstore }: Store,
  from: number,
  query: LogQuery,
) {
  const { region } = clients.place(fn.id);
  const to = Math.floor((query.until?.getTime() ?? Date.now() + 60_000) / 1000) + 1;
  const asked = { from, to, line: PER_ANSWER, reverse: false, query: "*" };
  const entries: Entry[] = [];
  let isFull = false;
  for (;;) {
    const answer = await clients.api.call({
      ...{ product: "sls", region, project, action: "GetLogsV2", path: `/logstores/${logstore}/logs` },
      body: { ...asked, offset: entries.length },
    });
    const { data = [], meta } = answer.json() as { data?: readonly Entry[]; meta?: { progress?: string } };
    entries.push(...data);
    // An answer that is not complete is asked for again until it is.
    if (data.length < PER_ANSWER && meta?.progress !== "Incomplete") break;
    isFull = entries.length >= PAGE;
    if (isFull) break;
  }
  return { entries: entries.sort(byTime), isFull };
}

const secondOf = (entry: Entry | undefined): number | undefined => (entry ? Number(entry.__time__) : undefined);

const nanosecondsOf = (entry: Entry): number => Number(entry.__time_ns_part__ ?? 0);

const timeOf = (entry: Entry): number => Number(entry.__time__) * 1000 + Math.floor(nanosecondsOf(entry) / 1_000_000);

const byTime = (a: Entry, b: Entry): number =>
  Number(a.__time__) - Number(b.__time__) || nanosecondsOf(a) - nanosecondsOf(b);

/** Entries have no identifier of their own. */
const digestOf = (entry: Entry): string =>
  hashOf(
    16,
    ...Object.entries(entry)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat(),
  );

/** Only what functions print has a message; the logstore also holds measurements of calls, and may be shared. */
function linesOf(entries: readonly Entry[], name: string): LogLine[] {
  const messages = entries.flatMap((entry) => {
    if (entry.message === undefined || (entry.functionName ?? name) !== name) return [];
    const read = readMessage(entry.message);
    return [{ ...read, time: new Date(timeOf(entry)), call: entry.requestId ?? entry.requestID ?? read.requestId }];
  });
  return joined(messages, (a, b) => a.call === b.call).flatMap(({ line, time, call }) =>
    line === undefined ? [] : [{ time, ...(call && { requestId: call }), ...line }],
  );
}

const isAskedFor = (line: LogLine, { filter = "", requestId, since, until }: LogQuery): boolean =>
  (requestId === undefined || line.requestId === requestId) &&
  line.time >= since &&
  (until === undefined || line.time <= until) &&
  filter
    .split(/\s+/)
    .filter((word) => word !== "")
    .every((word) => line.text.includes(word));
