import { pauseBeforeRetry } from "../../../../runtime/core/retry.ts";

/** A message of a FIFO queue. */
interface Item {
  readonly message: { readonly id: string; readonly time?: string; readonly receives?: number };
}

export interface Work<I> {
  /** Hands messages to the handler; gives those that failed. With `error`, all did. */
  run(items: readonly I[]): Promise<{ readonly failed: readonly I[]; readonly error?: unknown }>;
  giveUp(item: I): Promise<void>;
  /** How often a message is tried before it is given up. Absent: until it is too old. */
  readonly maxReceives?: number;
  /** Seconds. */
  readonly retention: number;
  /** Milliseconds until the call is ended. */
  remaining(): number;
}

interface Progress {
  done: number;
  failures: number;
}

/** How far the batches have come whose call failed, while this instance lives. */
const unfinished = new Map<string, Progress>();
const MOST_UNFINISHED = 1000;

/**
 * Messages of a FIFO queue: one that failed is tried again in its place, because behind the others it would have lost it.
 * @throws when it must be tried in another call: EventBridge then delivers the same messages again.
 */
export async function inOrder<I extends Item>(all: readonly I[], work: Work<I>): Promise<void> {
  const id = all[0]?.message.id ?? "";
  const progress = unfinished.get(id) ?? { done: 0, failures: 0 };
  unfinished.delete(id);
  try {
    for (let tries = 1; progress.done < all.length; tries += 1) {
      const done = progress.done;
      const failure = await tryOnce(all, progress, work);
      if (progress.done > done) tries = 0;
      if (failure === undefined) continue;
      await pauseBeforeRetry({ tries, doublings: tries, remaining: work.remaining(), failure });
    }
  } catch (error) {
    if (unfinished.size < MOST_UNFINISHED) unfinished.set(id, progress);
    throw error;
  }
}

/** One try of what is left; what went wrong, if something did that is to be tried again. */
async function tryOnce<I extends Item>(all: readonly I[], progress: Progress, work: Work<I>): Promise<unknown> {
  const left = all.slice(progress.done);
  // Those behind the first were never handed over in its place, or together with it.
  const receives = progress.failures + 1;
  const tried = left.map((item, at) => (at === 0 ? { ...item, message: { ...item.message, receives } } : item));
  const { failed, error } = await work.run(tried);
  const at = error === undefined ? tried.findIndex((item) => failed.includes(item)) : 0;
  const first = tried[at];
  if (at < 0 || first === undefined) {
    Object.assign(progress, { done: all.length, failures: 0 });
    return undefined;
  }
  if (at > 0) Object.assign(progress, { done: progress.done + at, failures: 0 });
  progress.failures += 1;
  if (!isLost(first, progress, work)) return error ?? new Error(`message ${first.message.id} failed`);
  // A handler that throws does not say which: all of them were received as often.
  const lost = error === undefined ? [first] : tried;
  for (const item of lost) await work.giveUp(item);
  Object.assign(progress, { done: progress.done + lost.length, failures: 0 });
  return undefined;
}

const isLost = <I extends Item>({ message: { time } }: I, { failures }: Progress, work: Work<I>): boolean =>
  failures >= (work.maxReceives ?? Number.POSITIVE_INFINITY) ||
  Date.parse(time ?? "") + work.retention * 1000 < Date.now();
