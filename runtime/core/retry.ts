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
  /** How often the pause has been doubled. */
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
