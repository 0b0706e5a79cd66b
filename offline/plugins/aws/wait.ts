import { setTimeout as sleep } from "node:timers/promises";
import { InternalError } from "../../../model/errors.ts";
import { awsErrors } from "./errors.ts";

/**
 * Asks again and again until `probe` answers something truthy, and answers that; for what the cloud does in its own
 * time. The pause grows from 50 ms to 2 s.
 * @param what What is waited for, for the error: `table "rows" to be active`.
 * @param seconds Default: five minutes, as long as the real provider waits for most things.
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
    if (Date.now() > deadline) throw new InternalError(`Waited ${seconds} s for ${what}.`);
    await sleep(pause, undefined, { signal });
  }
}

/** Waits until asking for something fails because it isn't there any more. */
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
