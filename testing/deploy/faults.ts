import { UserError } from "../../model/errors.ts";
import { nearest } from "../../model/nearest.ts";
import type { Fault, FaultyKind } from "../../offline/clouds/faults.ts";
import type { TargetApp } from "./deployed-app.ts";

/** How often a fault happens. */
export interface FaultOptions {
  /** How many calls it meets, tries again included. Default: all until `clear` or `app.reset()`. */
  readonly times?: number;
}

export interface DelayOptions extends FaultOptions {
  /** Milliseconds that a call waits before it is answered. */
  readonly ms: number;
}

/**
 * Faults of the services that the app's functions call, by the kind of what they call: "queue", "function". They meet
 * calls of functions alone, never those of a test's handles, and stay until they have met as many calls as they are for.
 * @throws UserError from each method where the app was not deployed with `faults: true`.
 */
export interface FaultsHandle {
  /** The service refuses calls as the vendor does when there are too many. Clients try again some times. */
  throttle(kind: FaultyKind, options?: FaultOptions): Promise<void>;
  /** The service answers calls with its internal error. Clients try again what can be repeated. */
  fail(kind: FaultyKind, options?: FaultOptions): Promise<void>;
  /** The service answers calls later. */
  delay(kind: FaultyKind, options: DelayOptions): Promise<void>;
  /** Removes every fault. */
  clear(): Promise<void>;
}

/** Faults of an app on one target. */
export function faultsOf(target: TargetApp): FaultsHandle {
  const add = async ({ times, delay, ...fault }: Fault): Promise<void> => {
    checkKind(fault.kind);
    checkWhole("times", times, 1);
    checkWhole("ms", delay, 0);
    await injectorOf(target).add({ ...fault, times, delay });
  };
  return {
    throttle: (kind, { times } = {}) => add({ kind, effect: "throttle", times }),
    fail: (kind, { times } = {}) => add({ kind, effect: "fail", times }),
    delay: (kind, { times, ms }) => add({ kind, effect: "delay", times, delay: ms }),
    clear: async () => injectorOf(target).clear(),
  };
}

function injectorOf({ offline }: TargetApp) {
  if (offline?.faults !== undefined) return offline.faults;
  if (offline === undefined) {
    throw new UserError(
      "No fault is injected into a deployed stack: its functions may serve others.",
      "Skip this test where POLYFN_TEST_STACK is set.",
    );
  }
  throw new UserError("The app was deployed without faults.", "Deploy it with faults: true.");
}

const KINDS: Readonly<Record<FaultyKind, true>> = {
  bucket: true,
  queue: true,
  topic: true,
  stream: true,
  table: true,
  bus: true,
  secret: true,
  function: true,
};

/** A fault of another kind would meet nothing. */
function checkKind(kind: string): void {
  if (Object.hasOwn(KINDS, kind)) return;
  const meant = nearest(kind, Object.keys(KINDS));
  const guess = meant === undefined ? "" : `Did you mean "${meant}"? `;
  throw new UserError(`No service is called a "${kind}".`, `${guess}Use one of ${Object.keys(KINDS).join(", ")}.`);
}

function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new UserError(`${name} is ${value}.`, `Give a whole number, ${least} or more.`);
}
