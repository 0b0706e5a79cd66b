import type { TemporaryCredentials } from "../core/ports.ts";

/** Runs functions' code. FC decides what to run and whether; this decides where, and how long an instance lives. */
export interface Executor {
  /**
   * Runs one request on a free instance of the function, starting one if none is. Never rejects for what the function
   * does: that is in the result.
   */
  run(fn: Executable, request: ExecutionRequest): Promise<ExecutionResult>;
  /** Instances that exist now. */
  instances(fn: FunctionAddress): readonly InstanceInfo[];
  /** Keeps this many instances of a qualifier warm, started ahead; those of what it stood for before end when idle. */
  provision(fn: Executable, count: number): void;
  /**
   * Ends the function's instances when their requests are done.
   * @param except Revisions that the function still has: of the latest code and settings, and of its versions.
   */
  retire(fn: FunctionAddress, except?: readonly string[]): void;
  /** Ends everything at once. */
  stop(): Promise<void>;
}

/** Names are given once in each region. */
export interface FunctionAddress {
  readonly region: string;
  readonly functionName: string;
}

/** A function's code and settings, of one version, ready to run. */
export interface Executable extends FunctionAddress {
  /** Changes whenever code or settings do; instances are only reused within one. */
  readonly revision: string;
  readonly qualifier: string;
  readonly versionId: string;
  /** FC's runtime name, for example "nodejs20", "python3.10", "custom.debian12". */
  readonly runtime: string;
  readonly handler: string;
  /** Unzipped package: the function's /code. */
  readonly codeDirectory: string;
  /** Unzipped layers, the first one wins: the function's /opt. */
  readonly layersDirectory?: string;
  readonly memoryMb: number;
  readonly diskMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Requests one instance may run at a time; above 1 only custom runtimes. */
  readonly instanceConcurrency: number;
  /** Idle instances end after this long. */
  readonly idleSeconds: number;
  readonly customRuntime?: {
    readonly command: readonly string[];
    readonly args: readonly string[];
    readonly port: number;
  };
  readonly initializer?: { readonly handler: string; readonly timeoutSeconds: number };
  readonly preStop?: { readonly handler: string; readonly timeoutSeconds: number };
  readonly account: string;
  readonly logProject?: string;
  readonly logStore?: string;
  /** Of the function's role, for the context; asked anew for each request. */
  credentials(): TemporaryCredentials | undefined;
}

export interface ExecutionRequest {
  readonly requestId: string;
  /** Event functions get the payload; HTTP calls of custom runtimes get the request itself. */
  readonly input:
    | { readonly kind: "event"; readonly payload: Buffer }
    | { readonly kind: "http"; readonly request: HttpCall };
  /** Called once, with the instance that takes the request, before it starts or runs anything. */
  onInstance(instanceId: string): void;
  /** Each line that the function prints while it runs this request, as it comes. */
  onLog(line: string): void;
}

export interface HttpCall {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export interface ExecutionResult {
  readonly instanceId: string;
  /** Milliseconds of the run alone. */
  readonly durationMs: number;
  /** True if an instance had to be started for it. */
  readonly cold: boolean;
  /** Most memory seen, where it was measured. */
  readonly maxMemoryMb?: number;
  readonly outcome:
    | { readonly kind: "ok"; readonly body: Buffer; readonly http?: HttpAnswer }
    /** The function threw, or its process ended: body is FC's JSON `{errorMessage, errorType, stackTrace}`. */
    | { readonly kind: "error"; readonly type: FunctionErrorType; readonly body: Buffer };
}

/** Values of `X-Fc-Error-Type`: what the code reports of itself, and everything it doesn't: throws, timeouts, lack of memory. */
export type FunctionErrorType = "HandledInvocationError" | "UnhandledInvocationError";

export interface InstanceInfo {
  readonly instanceId: string;
  readonly qualifier: string;
  readonly versionId: string;
  readonly status: "Running" | "Terminated";
  /** Milliseconds. */
  readonly createdTime: number;
}
