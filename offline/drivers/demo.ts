import type { Deployed, FunctionName } from "./app.ts";
import type { Cloud } from "./cloud.ts";

/** The context of a demonstration. */
export interface Stage {
  readonly cloud: Cloud;
  readonly app: Deployed;
  /** Letters and digits that no earlier run on the same cloud used: what is observed can't be left over from it. */
  readonly run: string;
}

/** One trigger of the example, fired with real input. */
export interface Demo {
  /** Name of the trigger and of the function it calls, as in the spec. */
  readonly trigger: string;
  readonly function: FunctionName;
  /**
   * Gives the cloud the input that a user or service would give it, and waits for the function's effect.
   * Throws when the effect doesn't come or is wrong.
   */
  fire(stage: Stage): Promise<Observation>;
}

export interface Observation {
  /** The input, one line. */
  readonly sent: string;
  /** The observed result, one line. */
  readonly received: string;
}

/** The effect was not what it should be. */
export class UnexpectedEffect extends Error {
  override readonly name = "UnexpectedEffect";
}

/** Throws unless the condition holds. */
export function expectThat(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new UnexpectedEffect(otherwise);
}

/** The time limit of a trigger: slow, busy machines and cold functions included. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 100;

/** Asks again and again until there is an answer; throws what was missing after three minutes. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new UnexpectedEffect(`${what}: nothing after ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
