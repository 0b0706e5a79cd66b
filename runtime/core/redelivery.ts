import { setTimeout as sleep } from "node:timers/promises";
import type { Trigger } from "../../model/triggers/index.ts";
import type { Logger } from "../context.ts";

/** How a failing batch of ordered records is tried again: fields of the triggers for streams and tables. */
export type RedeliverySettings = Pick<
  Trigger<"stream">,
  "batchSize" | "bisect" | "maxAge" | "retries" | "partialFailures"
>;

interface Ordered {
  readonly id: string;
  readonly time?: string;
}

/** How far a run of records has come. Kept between calls while the instance lives, so that little is done twice. */
export interface Progress {
  /** Records at the start that need no more work. */
  done: number;
  /** Failed tries of the record after these. */
  failures: number;
  /** Why it failed last. */
  error?: unknown;
}

export interface Redelivery<R> {
  /** Handles records; gives how many at the start are done. A throw means none. */
  attempt(records: readonly R[]): Promise<number>;
  /** Told of records that will not be tried again. */
  giveUp(records: readonly R[], reason: GivenUp, failures: number): Promise<void>;
  /** Milliseconds until the platform ends the call. */
  remaining(): number;
  readonly log: Logger;
  readonly progress: Progress;
}

export type GivenUp = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** Most tries of one batch within a call, when the platform delivers again what failed. */
const MOST_TRIES = 6;
/** Milliseconds before the second try; doubled for each further one. */
const FIRST_PAUSE = 100;
/** Milliseconds that a call keeps for its end. */
const RESERVE = 2000;

/**
 * Handles ordered records in batches, as a cloud does that keeps a position in its streams: the first failed record
 * is where the next try begins, a failing batch can be halved, and after its retries it is given up. For clouds that
 * can only deliver the whole run again: what could not be finished in this call is left to that, by a throw.
 */
export async function redeliver<R extends Ordered>(
  records: readonly R[],
  settings: RedeliverySettings,
  work: Redelivery<R>,
): Promise<void> {
  const { progress, log } = work;
  let size = settings.batchSize;
  for (let tries = 0; progress.done < records.length; ) {
    const batch = records.slice(progress.done, progress.done + size);
    const aged = isAged(batch[0], settings.maxAge);
    const result = aged ? { done: 0 } : await tryOnce(batch, work);
    if (result.done > 0) {
      Object.assign(progress, { done: progress.done + result.done, failures: 0, error: undefined });
      tries = 0;
    }
    if (result.done === batch.length) {
      size = settings.batchSize;
      continue;
    }
    const failed = aged ? batch.slice(0, 1) : batch.slice(result.done);
    if (!aged && settings.bisect && failed.length > 1) {
      size = Math.ceil(failed.length / 2);
      log.warn("a batch failed and is halved", { records: failed.length, first: failed[0]?.id });
      continue;
    }
    progress.error = result.error;
    if (!aged) progress.failures += 1;
    if (aged || progress.failures > (settings.retries ?? Number.POSITIVE_INFINITY)) {
      await work.giveUp(failed, aged ? "RecordAgeExceeded" : "RetryAttemptsExhausted", progress.failures);
      log.error("records are given up", { records: failed.length, first: failed[0]?.id, error: progress.error });
      Object.assign(progress, { done: progress.done + failed.length, failures: 0, error: undefined });
      size = settings.batchSize;
      tries = 0;
      continue;
    }
    tries += 1;
    const pause = FIRST_PAUSE * 2 ** (tries - 1);
    if (tries >= MOST_TRIES || work.remaining() < pause + RESERVE) throw failure(failed, progress);
    await sleep(pause);
  }
}

async function tryOnce<R>(
  batch: readonly R[],
  { attempt }: Pick<Redelivery<R>, "attempt">,
): Promise<{ done: number; error?: unknown }> {
  try {
    return { done: await attempt(batch) };
  } catch (error) {
    return { done: 0, error };
  }
}

function isAged(record: Ordered | undefined, maxAge: number | undefined): boolean {
  if (maxAge === undefined || record?.time === undefined) return false;
  return Date.parse(record.time) < Date.now() - maxAge * 1000;
}

const failure = (failed: readonly Ordered[], { failures, error }: Progress): unknown =>
  error ?? new Error(`record ${failed[0]?.id} failed ${failures} times: it and what follows is delivered again`);
