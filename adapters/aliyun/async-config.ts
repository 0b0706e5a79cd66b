import type { ResolvedFunction } from "../../model/resolve.ts";
import { unique } from "../shared/unique.ts";

/** FC's own numbers for asynchronous calls: seconds, and retries. */
const ASYNC_DEFAULTS = { retries: 3, maxAge: 86_400 } as const;

/** Configuration of a function's asynchronous calls. Every field is given: FC reports its defaults for missing ones. */
export interface AsyncSettings {
  readonly retries: number;
  /** Seconds. */
  readonly maxAge: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
}

/**
 * `undefined` where FC's defaults are wanted. A topic calls asynchronously, so the queue for its dead letters is where
 * failed calls go; that a function names only one such place is checked before.
 */
export function asyncSettings(fn: Pick<ResolvedFunction, "async" | "triggers">): AsyncSettings | undefined {
  const { retries, maxAge, onSuccess } = fn.async;
  const onFailure = fn.async.onFailure ?? topicDeadLetters(fn)[0];
  if ([retries, maxAge, onSuccess, onFailure].every((setting) => setting === undefined)) return undefined;
  return { retries: retries ?? ASYNC_DEFAULTS.retries, maxAge: maxAge ?? ASYNC_DEFAULTS.maxAge, onSuccess, onFailure };
}

/** Queues for dead letters that a function's topic triggers name. Sorted. */
export const topicDeadLetters = (fn: Pick<ResolvedFunction, "triggers">): string[] =>
  unique(fn.triggers.map((trigger) => (trigger.kind === "topic" ? trigger.spec.deadLetter : undefined)));
