import { setTimeout as sleep } from "node:timers/promises";

export interface RetryOptions {
  /** True for errors that pass with time. */
  readonly when: (error: unknown) => boolean;
  /** Seconds after which the last error is thrown. Default 60. */
  readonly seconds?: number;
  readonly signal: AbortSignal;
}

/** Repeats an action while it fails with errors that pass, waiting 0.1 s at first and 2 s at most. */
export async function retry<T>(action: () => Promise<T>, { when, seconds = 60, signal }: RetryOptions): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 100; ; pause = Math.min(pause * 2, 2000)) {
    try {
      return await action();
    } catch (error) {
      if (!when(error) || Date.now() + pause > end || signal.aborted) throw error;
      await sleep(pause, undefined, { signal });
    }
  }
}

/** Repeats an action until its result is accepted. Returns the last result on timeout, for the caller to judge. */
export async function until<T>(
  look: () => Promise<T>,
  { right, seconds = 60, signal }: { right: (answer: T) => boolean; seconds?: number; signal: AbortSignal },
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 1.5, 1000)) {
    const answer = await look();
    if (right(answer) || Date.now() + pause > end) return answer;
    await sleep(pause, undefined, { signal });
  }
}
