import { setTimeout as sleep } from "node:timers/promises";
import { InternalError } from "../../../model/errors.ts";
import { awsErrors } from "./errors.ts";

/**
 * Calls `probe` until it returns a truthy value, and returns that. The pause grows from 50 ms to 2 s.
 * @param what Condition for the error message: `table "rows" to be active`.
 * @param seconds Default: five minutes, as long as the real provider waits for most resources.
 */
export async function until<T>(
  what: string,
  signal: AbortSignal,
  probe: () => Promise<T | undefined | false>,
  seconds = 300,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 1.5, 2000)) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > deadline) throw new InternalError(`Timed out after ${seconds} s while waiting for ${what}.`);
    await sleep(pause, undefined, { signal });
  }
}

/** Waits until a read fails because the resource no longer exists. */
export async function untilGone(what: string, signal: AbortSignal, ask: () => Promise<unknown>): Promise<void> {
  await until(`${what} to be gone`, signal, async () => {
    try {
      await ask();
      return false;
    } catch (error) {
      if (awsErrors.isGone(error)) return true;
      throw error;
    }
  });
}
