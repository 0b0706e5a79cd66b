import { pauseBeforeRetry } from "../core/retry.ts";
import { resume } from "./progress.ts";
import { type Attempt, type Message, outcomeOf } from "./queue-codec.ts";

export interface InOrder {
  readonly attempt: Attempt;
  giveUp(message: Message): Promise<void>;
  /** The number of attempts for a message. Absent: until it is too old. */
  readonly maxReceives?: number | undefined;
  /** Seconds. */
  readonly retention: number;
  /** Milliseconds until the call is ended. */
  remaining(): number;
}

interface Progress {
  done: number;
  failures: number;
}

/**
 * Messages of a FIFO queue, on a cloud that takes them out of the queue when the call ends: one that failed is tried again
 * in its place, because behind the others it would have lost it.
 * @throws when it must be tried in another call: the cloud then delivers the same messages again.
 */
export const inOrder = (all: readonly Message[], work: InOrder): Promise<void> =>
  resume<Progress>(all[0]?.id ?? "", { done: 0, failures: 0 }, async (progress) => {
    for (let tries = 1; progress.done < all.length; tries += 1) {
      const done = progress.done;
      const failure = await tryOnce(all, progress, work);
      if (progress.done > done) tries = 0;
      if (failure === undefined) continue;
      await pauseBeforeRetry({ tries, doublings: tries, remaining: work.remaining(), failure });
    }
  });

/** One try of what is left; what went wrong, if something did that is to be tried again. */
async function tryOnce(all: readonly Message[], progress: Progress, work: InOrder): Promise<unknown> {
  // Those behind the first were never handed over in its place, or together with it.
  const receives = progress.failures + 1;
  const tried = all.slice(progress.done).map((message, at) => (at === 0 ? { ...message, receives } : message));
  const { failed, error } = await outcomeOf(tried, work.attempt);
  const at = error === undefined ? tried.findIndex((message) => failed.includes(message)) : 0;
  const first = tried[at];
  if (at < 0 || first === undefined) {
    Object.assign(progress, { done: all.length, failures: 0 });
    return undefined;
  }
  if (at > 0) Object.assign(progress, { done: progress.done + at, failures: 0 });
  progress.failures += 1;
  if (!isLost(first, progress, work)) return error ?? new Error(`message ${first.id} failed`);
  // A handler that throws does not say which: all of them were received as often.
  const lost = error === undefined ? [first] : tried;
  for (const message of lost) await work.giveUp(message);
  Object.assign(progress, { done: progress.done + lost.length, failures: 0 });
  return undefined;
}

const isLost = ({ time }: Message, { failures }: Progress, { maxReceives, retention }: InOrder): boolean =>
  failures >= (maxReceives ?? Number.POSITIVE_INFINITY) || Date.parse(time ?? "") + retention * 1000 < Date.now();
