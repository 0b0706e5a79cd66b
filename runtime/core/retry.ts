import { setTimeout as sleep } from "node:timers/promises";

/** Most tries within a call, when the platform delivers again what failed. */
const MOST_TRIES = 6;
/** Milliseconds before the second try, before any doubling. */
const FIRST_PAUSE = 100;
/** Milliseconds that a call keeps for its end. */
const RESERVE = 2000;

export interface Failed {
  /** Tries so far. */
  readonly tries: number;
  /** The number of times that the pause has been doubled. */
  readonly doublings: number;
  /** Milliseconds until the platform ends the call. */
  readonly remaining: number;
  readonly failure: unknown;
}

/**
 * Waits before another try within the call.
 * @throws the failure, which leaves it to the platform, when there have been enough tries or the call ends too soon.
 */
export async function pauseBeforeRetry({ tries, doublings, remaining, failure }: Failed): Promise<void> {
  const wait = FIRST_PAUSE * 2 ** doublings;
  if (tries >= MOST_TRIES || remaining < wait + RESERVE) throw failure;
  await sleep(wait);
}

/** Maximum number of retries of a call, or of the refused part of it, for every caller. */
export const MAX_RETRIES = 3;

/** Waits before a further try: 100, 300 and 900 milliseconds, less up to half, so that not all come at the same time. */
export const backOff = (retries: number): Promise<void> =>
  sleep(FIRST_PAUSE * 3 ** retries * (0.5 + Math.random() / 2)) as Promise<void>;

/** Makes a call, and up to three further tries of it while `isPassing` says that another may succeed. */
export async function withRetries<T>(attempt: () => Promise<T>, isPassing: (error: unknown) => boolean): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await attempt();
    } catch (error) {
      if (retries >= MAX_RETRIES || !isPassing(error)) throw error;
    }
    await backOff(retries);
  }
}
