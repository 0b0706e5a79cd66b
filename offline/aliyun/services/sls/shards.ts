import { ApiError } from "../../core/error.ts";
import { invalid, shardMissing } from "./errors.ts";
import type { Logstore, Shard, StoredGroup } from "./model.ts";

const SPACE = 1n << 128n;
const LAST = "f".repeat(32);

/** Shards that part all hash keys evenly. */
export function makeShards(count: number, now: number): Shard[] {
  const bounds = Array.from({ length: count + 1 }, (_, i) => hex((SPACE * BigInt(i)) / BigInt(count)));
  return Array.from({ length: count }, (_, id) => makeShard(id, bounds[id] ?? LAST, bounds[id + 1] ?? LAST, now));
}

const hex = (key: bigint): string => (key >= SPACE ? LAST : key.toString(16).padStart(32, "0"));

function makeShard(id: number, begin: string, end: string, now: number): Shard {
  // Cursors start anew above those of any shard before, so that an old one never means something else.
  return { id, begin, end, status: "readwrite", created: now, next: Math.floor(now / 1000) * 1_000_000, groups: [] };
}

export function findShard(store: Logstore, id: string): Shard {
  const shard = store.shards.find((one) => String(one.id) === id);
  if (!shard) throw shardMissing(id);
  return shard;
}

/** The shard that takes this hash key; without one they take turns. */
export function chooseShard(store: Logstore, key?: string): Shard {
  const open = store.shards.filter(({ status }) => status === "readwrite");
  if (key === undefined) {
    const shard = open[store.turn++ % open.length];
    if (!shard) throw new ApiError(500, "LogStoreWithoutShard", `logstore ${store.name} has no shard`);
    return shard;
  }
  const wanted = key.toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(wanted)) throw new ApiError(400, "InvalidKey", `hash key ${key} is not 32 hex digits`);
  const shard = open.find(({ begin, end }) => begin <= wanted && (wanted < end || end === LAST));
  if (!shard) throw shardMissing(key);
  return shard;
}

/** Parts a shard in two (or more), at this key or evenly; it stays for reading. */
export function splitShard(store: Logstore, id: string, count: number, at: string | undefined, now: number): Shard[] {
  const shard = findShard(store, id);
  requireOpen(shard);
  const bounds = at === undefined ? evenly(shard, count) : [shard.begin, middle(shard, at), shard.end];
  shard.status = "readonly";
  const parts = bounds.slice(1).map((end, i) => makeShard(store.shards.length + i, bounds[i] ?? LAST, end, now));
  store.shards.push(...parts);
  return [shard, ...parts];
}

function evenly({ begin, end }: Shard, count: number): string[] {
  const from = BigInt(`0x${begin}`);
  const width = (end === LAST ? SPACE : BigInt(`0x${end}`)) - from;
  return Array.from({ length: count + 1 }, (_, i) => hex(from + (width * BigInt(i)) / BigInt(count)));
}

function middle({ id, begin, end }: Shard, at: string): string {
  const key = at.toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(key) || key <= begin || key >= end) throw invalid(`key ${at} is not inside shard ${id}`);
  return key;
}

/** Makes one shard of this one and its neighbour to the right. */
export function mergeShards(store: Logstore, id: string, now: number): Shard[] {
  const left = findShard(store, id);
  requireOpen(left);
  const right = store.shards.find((one) => one.status === "readwrite" && one.begin === left.end);
  if (!right) throw invalid(`shard ${id} has no right neighbour to be merged with`);
  left.status = "readonly";
  right.status = "readonly";
  const merged = makeShard(store.shards.length, left.begin, right.end, now);
  store.shards.push(merged);
  return [merged, left, right];
}

function requireOpen({ id, status }: Shard): void {
  if (status !== "readwrite") throw invalid(`shard ${id} is readonly`);
}

/** A cursor as clients see it: the number, in base64. */
export const writeCursor = (cursor: number): string => Buffer.from(String(cursor)).toString("base64");

export function readCursor(text: string): number {
  const plain = Buffer.from(text, "base64").toString();
  if (!/^\d{1,16}$/.test(plain)) throw new ApiError(400, "InvalidCursor", `cursor ${text} is invalid`);
  return Number(plain);
}

export const firstCursor = ({ groups, next }: Shard): number => groups[0]?.cursor ?? next;

/** Cursor of the first group that arrived at this time (seconds) or later. */
export const cursorAt = (shard: Shard, seconds: number): number =>
  shard.groups.find(({ received }) => received >= seconds * 1000)?.cursor ?? shard.next;

/** Groups from one cursor to another, without the latter, oldest first. */
export const groupsBetween = ({ groups }: Shard, begin: number, end = Number.POSITIVE_INFINITY): StoredGroup[] =>
  groups.filter(({ cursor }) => cursor >= begin && cursor < end);
