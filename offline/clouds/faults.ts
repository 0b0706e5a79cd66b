import type { ResourceKind } from "../../model/resources/index.ts";

/** Kinds of what a function calls: a fault meets the service behind them. */
export type FaultyKind = Exclude<ResourceKind, "key" | "api"> | "function";

/** What a service does to calls of an app's functions in place of answering them. */
export interface Fault {
  readonly kind: FaultyKind;
  /** "throttle" and "fail" refuse a call as the vendor does when it is busy or broken, "delay" lets it wait. */
  readonly effect: "throttle" | "fail" | "delay";
  /** How many calls it meets. Default: all until it is removed. */
  readonly times?: number | undefined;
  /** Milliseconds that a call waits; of "delay". */
  readonly delay?: number | undefined;
}

/** Where faults of one app's functions are injected. */
export interface FaultInjector {
  /** Environment variables that direct the functions' calls here. */
  readonly variables: Readonly<Record<string, string>>;
  add(fault: Fault): Promise<void>;
  /** Removes every fault. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}
