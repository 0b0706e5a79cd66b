import { BatchError, type FailedItem } from "../errors.ts";
import { backOff, MAX_RETRIES } from "./retry.ts";
import { chunks } from "./values.ts";

/** Why an item was not taken. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A cloud's limits and calls for sending items of a kind. */
export interface BatchJob<T> {
  /** The resource, for example `queue "jobs"`. */
  readonly place: string;
  /** Most items and most bytes of a call, and most bytes of one item. */
  readonly limits: { readonly items: number; readonly bytes: number; readonly item: number };
  sizeOf(item: T): number;
  /** Items of different groups do not share a call; groups follow one another. Default: one group. */
  groupOf?(item: T): string | number;
  /** Nothing may overtake what failed: then there are no retries, and what follows is not sent. */
  readonly ordered?: boolean;
  /** Makes one call. For each item why it was not taken; undefined if it was. */
  send(items: readonly T[]): Promise<readonly (Refusal | undefined)[]>;
}

/** Groups for items of which no call may have two with the same key: each key's first ones, then its second ones. */
export function turnsBy<T>(keyOf: (item: T) => string): (item: T) => number {
  const turns = new Map<string, number>();
  return (item) => {
    const turn = turns.get(keyOf(item)) ?? 0;
    turns.set(keyOf(item), turn + 1);
    return turn;
  };
}

interface Entry<T> {
  readonly item: T;
  readonly index: number;
  readonly bytes: number;
}

/** Refusals that another try may get past. */
const PASSING = /throttl|exceeded|quota|busy|unavailable|internal|unprocessed/i;
const NOT_SENT: Refusal = { code: "NotSent", message: "an item or call before it failed" };

/**
 * Sends any number of items in as few calls as the cloud allows, one after the other; tries again what it could not take
 * just then.
 * @throws BatchError that names by their index the items that were not taken.
 */
export async function sendBatch<T>(items: readonly T[], job: BatchJob<T>): Promise<void> {
  const { place, limits, ordered = false } = job;
  const failed = new Map<number, Refusal>();
  const entries = items.map((item, index): Entry<T> => ({ item, index, bytes: job.sizeOf(item) }));
  for (const { index, bytes } of entries) {
    if (bytes > limits.item) failed.set(index, { code: "TooLarge", message: `${bytes} bytes: at most ${limits.item}` });
  }
  const first = Math.min(...(ordered ? failed.keys() : []));
  const left = new Set(entries.filter(({ index }) => !failed.has(index)));
  const tooLarge = failed.size;
  let cause: unknown;
  for (const chunk of chunked(
    [...left].filter(({ index }) => index < first),
    job,
  )) {
    cause = await sendChunk(chunk, job, failed);
    for (const entry of chunk) left.delete(entry);
    if (cause !== undefined || (ordered && failed.size > tooLarge)) break;
  }
  for (const { index } of left) failed.set(index, NOT_SENT);
  if (failed.size === 0) return;
  const list = [...failed].sort(([a], [b]) => a - b).map(([index, refusal]): FailedItem => ({ index, ...refusal }));
  const [one] = list;
  const message = `${place} did not take ${list.length} of ${items.length} items. Item ${one?.index}: ${one?.code}: ${one?.message}`;
  throw new BatchError(message, list, { cause });
}

function* chunked<T>(entries: readonly Entry<T>[], { limits, groupOf = () => 0 }: BatchJob<T>): Generator<Entry<T>[]> {
  const groups = new Map<string | number, Entry<T>[]>();
  for (const entry of entries) {
    const name = groupOf(entry.item);
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  for (const group of groups.values()) yield* chunks(group, limits.items, limits.bytes, ({ bytes }) => bytes);
}

/** Sends entries until all are taken or refused for good. Gives what a call threw: then its entries have failed. */
async function sendChunk<T>(
  chunk: readonly Entry<T>[],
  job: BatchJob<T>,
  failed: Map<number, Refusal>,
): Promise<unknown> {
  let waiting = chunk;
  for (let tries = 0; waiting.length > 0; tries++) {
    if (tries > 0) await backOff(tries - 1);
    try {
      const answers = await job.send(waiting.map(({ item }) => item));
      const mayRetry = !job.ordered && tries < MAX_RETRIES;
      const refused = waiting.flatMap((entry, i) => (answers[i] ? [{ entry, refusal: answers[i] }] : []));
      const again = new Set(refused.filter(({ refusal }) => mayRetry && PASSING.test(refusal.code)));
      for (const one of refused) if (!again.has(one)) failed.set(one.entry.index, one.refusal);
      waiting = [...again].map(({ entry }) => entry);
    } catch (error) {
      const { name, code = name, message } = error as { name: string; code?: string; message: string };
      for (const { index } of waiting) failed.set(index, { code, message });
      return error;
    }
  }
  return undefined;
}
