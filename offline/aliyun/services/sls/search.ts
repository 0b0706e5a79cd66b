import { ApiError } from "../../core/error.ts";
import { compile, sameTopic, toMap } from "./match.ts";
import type { Log, LogGroup, Logstore, StoredGroup } from "./model.ts";
import { parseQuery } from "./query.ts";
import { writeCursor } from "./shards.ts";

export interface Search {
  /** Seconds; inclusive. */
  readonly from: number;
  /** Seconds; exclusive. */
  readonly to: number;
  readonly query: string;
  readonly topic?: string;
}

export interface Found {
  /** Seconds. */
  readonly time: number;
  readonly log: Record<string, string>;
}

/** Logs of every shard that a query finds, oldest first. @throws ApiError IndexConfigNotExist, InvalidQueryString */
export function search(store: Logstore, { from, to, query, topic }: Search): Found[] {
  const { index } = store;
  if (!index) throw new ApiError(404, "IndexConfigNotExist", "logstore has no index: create one before you search");
  if (from > to) throw new ApiError(400, "InvalidTimeRange", "request time range is invalid: from is after to");
  const [asked, withMeta] = splitMeta(query);
  const matches = compile(parseQuery(asked), index.settings);
  return store.shards
    .flatMap(({ id, groups }) => groups.map((stored) => ({ shard: id, stored })))
    .filter(({ stored }) => stored.received >= index.created)
    .filter(({ stored }) => !topic || sameTopic(stored.group.topic, topic))
    .sort((a, b) => a.stored.received - b.stored.received)
    .flatMap(({ shard, stored }) =>
      stored.group.logs.map((log, i) => ({ ...show(stored.group, log), meta: packMeta(shard, stored, i) })),
    )
    .filter(({ time, log }) => time >= from && time < to && matches(toMap(Object.entries(log))))
    .map(({ time, log, meta }) => ({ time, log: withMeta ? { ...log, __pack_meta__: meta } : log }))
    .sort((a, b) => a.time - b.time || nanoseconds(a) - nanoseconds(b));
}

const nanoseconds = ({ log }: Found): number => Number(log.__time_ns_part__ ?? 0);

/** `| with_pack_meta` asks for where each log stands, for questions about what stands around it. */
function splitMeta(query: string): [query: string, withMeta: boolean] {
  const plain = query.replace(/\|\s*with_pack_meta\s*$/, "");
  return [plain, plain !== query];
}

/** `<shard>|<cursor>|<logs of the group>|<which of them>` */
export const packMeta = (shard: number, { cursor, group }: StoredGroup, at: number): string =>
  [shard, writeCursor(cursor), group.logs.length, at].join("|");

/** A log as searches show it: its own fields, and those of its group with their reserved names. */
export function show({ topic, source, tags }: LogGroup, { time, ns, fields }: Log): Found {
  const log = Object.fromEntries([
    ...tags.map(([key, value]) => [`__tag__:${key}`, value] as const),
    ["__topic__", topic],
    ["__source__", source],
    ["__time__", String(time)],
    ...(ns === undefined ? [] : [["__time_ns_part__", String(ns)] as const]),
    ...fields,
  ]) as Record<string, string>;
  return { time, log };
}

/** The number of logs in each of the equal intervals of the requested time. */
export function histogram(found: readonly Found[], from: number, to: number, interval?: number) {
  const width = interval && interval > 0 ? interval : Math.max(1, Math.ceil((to - from) / 60));
  const parts: { from: number; to: number; count: number; progress: string }[] = [];
  for (let begin = from; begin < to; begin += width) {
    const end = Math.min(begin + width, to);
    const count = found.filter(({ time }) => time >= begin && time < end).length;
    parts.push({ from: begin, to: end, count, progress: "Complete" });
  }
  return parts;
}
