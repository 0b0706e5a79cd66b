import type { Cancel } from "./clock.ts";
import type { World } from "./world.ts";

/** The retry schedules with which MNS and EventBridge push an undelivered message again. */
export type RetryStrategy = "BACKOFF_RETRY" | "EXPONENTIAL_DECAY_RETRY";

export const RETRY_STRATEGIES: readonly RetryStrategy[] = ["BACKOFF_RETRY", "EXPONENTIAL_DECAY_RETRY"];

export const isRetryStrategy = (value: unknown): value is RetryStrategy =>
  RETRY_STRATEGIES.some((strategy) => strategy === value);

/**
 * Milliseconds before a retry, undefined when there is none any more. BACKOFF_RETRY: three times, 10 to 20 seconds
 * apart. EXPONENTIAL_DECAY_RETRY: 176 times, twice as long each time up to 512 seconds, which is a day in all.
 */
export function pauseBefore(strategy: RetryStrategy, retry: number): number | undefined {
  if (strategy === "BACKOFF_RETRY") return retry <= 3 ? 10_000 + Math.random() * 10_000 : undefined;
  return retry <= 176 ? 1000 * 2 ** Math.min(retry - 1, 9) : undefined;
}

/** Progress of a push; JSON, so that it can continue after a restart. */
export interface RetryState {
  /** Number of the next retry. */
  retry: number;
  /** When the next attempt is made; milliseconds. */
  due: number;
}

export const firstTry = (now: number): RetryState => ({ retry: 1, due: now });

/** Things that are pushed until they are taken or given up. */
export class Pushes {
  readonly #world: Pick<World, "clock" | "changed">;
  readonly #waiting = new Set<Cancel>();
  #generation = 0;

  constructor(world: Pick<World, "clock" | "changed">) {
    this.#world = world;
  }

  /**
   * Tries when the retry state says so, and again as the strategy has it; resolves to whether it was taken. Never resolves
   * once `clear` was called.
   * @param retryState Where it begins. Updated before every attempt; each update is a change of the world.
   */
  async push(
    strategy: RetryStrategy,
    attempt: () => Promise<boolean>,
    retryState: RetryState = firstTry(this.#world.clock.now()),
  ): Promise<boolean> {
    const generation = this.#generation;
    for (;;) {
      const wait = retryState.due - this.#world.clock.now();
      if (wait > 0) await this.#sleep(wait);
      const taken = await attempt();
      if (generation !== this.#generation) return new Promise(() => undefined);
      if (taken) return true;
      const pause = pauseBefore(strategy, retryState.retry);
      if (pause === undefined) return false;
      retryState.retry += 1;
      retryState.due = this.#world.clock.now() + pause;
      this.#world.changed();
    }
  }

  /** Gives up everything that waits. */
  clear(): void {
    this.#generation++;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#world.clock.after(milliseconds, () => {
        this.#waiting.delete(cancel);
        resolve();
      });
      this.#waiting.add(cancel);
    });
  }
}
