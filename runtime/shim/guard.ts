import { Invocation } from "./invocation.ts";

let current: { readonly call: Invocation; readonly onError: (error: unknown) => void } | undefined;

/** Throws for the calls of other kinds: the process then ends, as it would have. */
function listener(error: unknown): void {
  if (!current || Invocation.latest !== current.call) throw error;
  current.onError(error);
}

/**
 * While a call runs, and after it until the next, uncaught errors (a promise that is rejected and not
 * awaited, a throw in a timer) go to `onError` and do not end the process.
 */
export function guard(call: Invocation, onError: (error: unknown) => void): void {
  if (!current) for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, listener);
  current = { call, onError };
}
