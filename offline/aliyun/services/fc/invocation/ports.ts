import type { ApiError } from "../../../core/error.ts";
import type { ExecutionRequest, ExecutionResult } from "../../../execution/contract.ts";
import type { FunctionRecord, TaskRecord, TriggerRecord } from "../state.ts";

/** One call of a function. */
export interface Invocation {
  readonly requestId: string;
  readonly region: string;
  readonly functionName: string;
  readonly qualifier: string;
  readonly input: ExecutionRequest["input"];
  /** "Sync" or "Async", for the request metrics. */
  readonly type: "Sync" | "Async";
}

export interface Invoked {
  readonly versionId: string;
  readonly checksum: string;
  readonly result: ExecutionResult;
  /** The last 4 KB of what the function printed. */
  readonly logTail: string;
}

/** The end of an accepted call, in the terms of the destinations' record. */
export interface Ending {
  readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  readonly invoked?: Invoked;
  readonly refusal?: ApiError;
}

/** Runs functions. */
export interface InvokerPort {
  /** Runs a function once. What goes wrong in the function is in the result. */
  run(invocation: Invocation): Promise<Invoked>;
  /** Forgets what runs: a reset has ended it. */
  /** Requests that functions with this prefix handle now. */
  running(prefix: string): number;
  clear(): void;
}

/** Asynchronous calls. */
export interface AsyncPort {
  readonly tasks: {
    find(region: string, functionName: string, taskId: string): TaskRecord | undefined;
  };
  /** Accepts a call. */
  enqueue(invocation: Omit<Invocation, "type">, taskId?: string): void;
  /** Takes up what was kept on disk. */
  resume(): void;
  clear(): void;
}

/** Triggers that call at due times. */
export interface TimersPort {
  set(fn: FunctionRecord, trigger: TriggerRecord): void;
  unset(trigger: TriggerRecord): void;
  clear(): void;
}
