import type { ExecutionRequest, HttpAnswer } from "./contract.ts";

/** The end of one request to an instance, before the pool turns it into FC's result. */
export type InstanceAnswer =
  | { readonly kind: "ok"; readonly body: Buffer; readonly http?: HttpAnswer }
  | {
      readonly kind: "error";
      readonly type: "HandledInvocationError" | "UnhandledInvocationError";
      readonly body: Buffer;
    };

/** A running copy of a function. */
export interface Instance {
  readonly id: string;
  /** Ends, with the reason, when the process does. */
  readonly ended: Promise<string>;
  /** Process to measure; undefined before it runs and after it ended. */
  readonly pid: number | undefined;
  /** Loads the code and runs the initializer. Rejects with a StartError when that fails. */
  start(): Promise<void>;
  /** Runs one request; never rejects. Never answers when the process ends: `ended` does. */
  run(request: ExecutionRequest): Promise<InstanceAnswer>;
  /** Runs the preStop hook, if there is one. */
  preStop(): Promise<void>;
  /** Ends the process at once. */
  kill(): void;
}

/** The code can't be loaded, or its initializer failed. */
export class StartError extends Error {
  override readonly name = "StartError";

  constructor(
    message: string,
    /** FC's JSON body, where the runtime gave one. */
    readonly body?: Buffer,
  ) {
    super(message);
  }
}
