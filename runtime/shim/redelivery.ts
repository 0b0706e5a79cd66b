import type { Trigger } from "../../model/triggers/index.ts";
import type { Logger } from "../context.ts";
import { pauseBeforeRetry } from "../core/retry.ts";

/** Retry settings for failed batches of ordered records: fields of the triggers for streams and tables. */
export type RedeliverySettings = Pick<
  Trigger<"stream">,
  "batchSize" | "bisect" | "maxAge" | "retries" | "partialFailures"
>;

interface Ordered {
  readonly id: string;
  readonly time?: string;
}

/** Progress of a run of records. Kept between calls while the instance lives, so that little is done twice. */
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
  const { progress } = work;
  let size = settings.batchSize;
  let tries = 0;
  const goOn = (done: number) => {
    Object.assign(progress, { done: progress.done + done, failures: 0, error: undefined });
    tries = 0;
  };
  while (progress.done < records.length) {
    const batch = records.slice(progress.done, progress.done + size);
    const aged = agedAtStart(batch, settings.maxAge);
    const { done, error } = aged > 0 ? { done: 0 } : await tryOnce(batch, work);
    if (done > 0) goOn(done);
    const failed = aged > 0 ? batch.slice(0, aged) : batch.slice(done);
    if (aged === 0) progress.error = error;
    const verdict = failed.length === 0 ? "done" : aged > 0 ? "RecordAgeExceeded" : judge(failed, settings, work);
    if (verdict === "halve") size = Math.ceil(failed.length / 2);
    else if (verdict === "again") {
      tries += 1;
      const [doublings, remaining] = [tries - 1, work.remaining()];
      await pauseBeforeRetry({ tries, doublings, remaining, failure: failure(failed, progress) });
    } else {
      size = settings.batchSize;
      if (verdict === "done") continue;
      await abandon(failed, verdict, work);
      goOn(failed.length);
    }
  }
}

/** The fate of failed records. */
function judge<R extends Ordered>(
  failed: readonly R[],
  { bisect, retries = Number.POSITIVE_INFINITY }: RedeliverySettings,
  { progress, log }: Redelivery<R>,
): "halve" | "again" | "RetryAttemptsExhausted" {
  if (bisect && failed.length > 1) {
    log.warn("a batch failed and is halved", { records: failed.length, first: failed[0]?.id });
    return "halve";
  }
  progress.failures += 1;
  return progress.failures > retries ? "RetryAttemptsExhausted" : "again";
}

async function abandon<R extends Ordered>(failed: readonly R[], reason: GivenUp, work: Redelivery<R>): Promise<void> {
  const { failures, error } = work.progress;
  await work.giveUp(failed, reason, failures);
  work.log.error("records are given up", { records: failed.length, first: failed[0]?.id, reason, error });
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

/** The number of records at the start that are too old to be retried. */
function agedAtStart(batch: readonly Ordered[], maxAge: number | undefined): number {
  if (maxAge === undefined) return 0;
  const young = batch.findIndex(({ time }) => !(Date.parse(time ?? "") < Date.now() - maxAge * 1000));
  return young < 0 ? batch.length : young;
}

const failure = (failed: readonly Ordered[], { failures, error }: Progress): unknown =>
  error ?? new Error(`record ${failed[0]?.id} failed ${failures} times: it and what follows is delivered again`);
