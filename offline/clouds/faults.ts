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

/** A service's answer to a call that it refuses. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** A service's answers while it is busy or broken. */
export interface Refusals<Form extends Refusal> {
  readonly throttled: Form;
  readonly failed: Form;
}

/** The answer to a call that meets a fault; undefined for one that only waits. */
export const refusalOf = <Form extends Refusal>(
  effect: Fault["effect"],
  { throttled, failed }: Refusals<Form>,
): Form | undefined => ({ throttle: throttled, fail: failed, delay: undefined })[effect];

/** Where faults of one app's functions are injected. */
export interface FaultInjector {
  /** Environment variables that direct the functions' calls here. */
  readonly variables: Readonly<Record<string, string>>;
  add(fault: Fault): Promise<void>;
  /** Removes every fault. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}
