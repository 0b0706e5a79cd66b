import type {
  Executable,
  ExecutionRequest,
  ExecutionResult,
  Executor,
  FunctionAddress,
  InstanceInfo,
} from "../../../offline/aliyun/execution/contract.ts";

/** The behaviour of a function, in tests that are about FC and not about running code. */
export type Behaviour = (fn: Executable, request: ExecutionRequest) => Promise<ExecutionResult> | ExecutionResult;

export const ok = (body: string | object): ExecutionResult => ({
  instanceId: "i-1",
  durationMs: 1.5,
  cold: false,
  outcome: { kind: "ok", body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) },
});

export const failed = (message: string): ExecutionResult => ({
  ...ok(""),
  outcome: {
    kind: "error",
    type: "UnhandledInvocationError",
    body: Buffer.from(JSON.stringify({ errorMessage: message, errorType: "Error", stackTrace: [] })),
  },
});

export const payloadOf = ({ input }: ExecutionRequest): string =>
  input.kind === "event" ? input.payload.toString() : `${input.request.method} ${input.request.target}`;

/** Runs nothing: answers as the test says, and remembers. */
export class FakeExecutor implements Executor {
  behave: Behaviour = (_, request) => ok(payloadOf(request));
  readonly runs: { fn: Executable; request: ExecutionRequest }[] = [];
  readonly retired: [string, readonly string[] | undefined][] = [];
  readonly provisioned: [string, string, number][] = [];
  warm: InstanceInfo[] = [];

  async run(fn: Executable, request: ExecutionRequest): Promise<ExecutionResult> {
    this.runs.push({ fn, request });
    request.onInstance("i-1");
    return this.behave(fn, request);
  }

  instances(): readonly InstanceInfo[] {
    return this.warm;
  }

  provision(fn: Executable, count: number): void {
    this.provisioned.push([fn.functionName, fn.qualifier, count]);
    const { qualifier, versionId } = fn;
    this.warm = Array.from({ length: count }, (_, i) => ({
      ...{ instanceId: `w-${i}`, qualifier, versionId, status: "Running" as const, createdTime: 0 },
    }));
  }

  retire({ functionName }: FunctionAddress, except?: readonly string[]): void {
    this.retired.push([functionName, except]);
  }

  async stop(): Promise<void> {
    this.warm = [];
  }
}
