import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import type { World } from "../core/world.ts";
import type { Executable, ExecutionRequest } from "./contract.ts";
import { environmentOf, type Place } from "./environment.ts";
import { readFrames, writeFrame } from "./frames.ts";
import { type Instance, type InstanceAnswer, StartError } from "./instance.ts";
import { LineProcess, type ProcessOptions } from "./process.ts";

/** A program that runs functions of a built-in runtime. */
export interface Worker {
  readonly command: string;
  readonly args: readonly string[];
}

const fileOf = (name: string): string => fileURLToPath(new URL(`./workers/${name}`, import.meta.url));

/** @param debugPort Port of 127.0.0.1 at which a debugger may attach. Default: none. */
export const nodeWorker = (debugPort?: number): Worker => ({
  command: process.execPath,
  args: [
    "--enable-source-maps",
    ...(debugPort === undefined ? [] : [`--inspect=127.0.0.1:${debugPort}`]),
    fileOf("node.mjs"),
  ],
});
export const pythonWorker = (python: string): Worker => ({ command: python, args: ["-u", fileOf("python.py")] });

/** Each pipe ends a call's output with such a line. */
const END_OF_OUTPUT = "\u0000";

/** An instance of a built-in runtime: one call at a time. */
export class WorkerInstance implements Instance {
  readonly id: string;
  readonly ended: Promise<string>;
  readonly #fn: Executable;
  readonly #process: LineProcess;
  /** Of a process that started without them. */
  readonly #surroundings: Pick<ProcessOptions, "directory" | "environment"> | undefined;
  readonly #channel: Duplex;
  readonly #answers = new Map<string, (answer: InstanceAnswer) => void>();
  readonly #outputs = new Map<string, { left: number; done: () => void }>();
  #onLog: (line: string) => void = () => undefined;
  #calls = 0;

  /** @param spare A process of this worker that has started already. */
  constructor(world: World, worker: Worker, fn: Executable, place: Place, spare?: LineProcess) {
    this.id = place.instanceId;
    this.#fn = fn;
    const surroundings = { directory: fn.codeDirectory, environment: environmentOf(world, fn, place) };
    this.#process = spare ?? new LineProcess({ ...worker, ...surroundings, channel: true });
    if (spare) this.#surroundings = surroundings;
    this.ended = this.#process.ended;
    this.#channel = this.#process.child.stdio[3] as Duplex;
    // A worker that dies while it is written to says why through `ended`.
    this.#channel.on("error", () => undefined);
    readFrames(this.#channel, ({ head, body }) => {
      const type = head.type === "HandledInvocationError" ? "HandledInvocationError" : "UnhandledInvocationError";
      this.#answers.get(String(head.id))?.(head.kind === "ok" ? { kind: "ok", body } : { kind: "error", type, body });
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async start(): Promise<void> {
    const { initializer, codeDirectory, handler } = this.#fn;
    const answer = await Promise.race([
      this.#ask({
        kind: "start",
        settings: { codeDirectory, handler },
        surroundings: this.#surroundings,
        initializer: initializer?.handler,
        context: contextOf(this.#fn, ""),
      }),
      this.ended.then((reason) => ({ kind: "error" as const, body: undefined, reason })),
    ]);
    if (answer.kind === "ok") return;
    throw new StartError("reason" in answer ? answer.reason : "the code can't be loaded", answer.body);
  }

  async run(request: ExecutionRequest): Promise<InstanceAnswer> {
    if (request.input.kind !== "event") throw new TypeError("built-in runtimes get HTTP calls as events");
    this.#onLog = request.onLog;
    this.#process.listen((line) => this.#line(line));
    const { requestId } = request;
    return this.#ask({ kind: "call", requestId, context: contextOf(this.#fn, requestId) }, request.input.payload);
  }

  async preStop(): Promise<void> {
    const { preStop } = this.#fn;
    if (preStop === undefined) return;
    await this.#ask({ kind: "hook", handler: preStop.handler, requestId: "", context: contextOf(this.#fn, "") });
  }

  kill(): void {
    this.#process.kill();
  }

  /** Answered when the answer is here and everything that was printed for it too. */
  async #ask(head: object, body?: Buffer): Promise<InstanceAnswer> {
    const id = `${this.id}-${++this.#calls}`;
    this.#process.listen((line) => this.#line(line));
    const output = new Promise<void>((done) => this.#outputs.set(id, { left: 2, done }));
    const answered = new Promise<InstanceAnswer>((resolve) => this.#answers.set(id, resolve));
    writeFrame(this.#channel, { ...head, id }, body);
    const [answer] = await Promise.all([answered, output]);
    this.#answers.delete(id);
    return answer;
  }

  #line(line: string): void {
    const marker = line.lastIndexOf(END_OF_OUTPUT);
    if (marker < 0) {
      this.#onLog(line);
      return;
    }
    // A last line without its newline stands before the marker.
    if (marker > 0) this.#onLog(line.slice(0, marker));
    const id = line.slice(marker + 1);
    const output = this.#outputs.get(id);
    if (output && --output.left === 0) {
      this.#outputs.delete(id);
      output.done();
    }
  }
}

/** The handler's `context`. https://www.alibabacloud.com/help/en/functioncompute/fc/context-nodejs */
function contextOf(fn: Executable, requestId: string): object {
  const credentials = fn.credentials();
  return {
    requestId,
    ...(credentials && {
      credentials: {
        accessKeyId: credentials.accessKeyId,
        accessKeySecret: credentials.accessKeySecret,
        securityToken: credentials.securityToken,
      },
    }),
    function: { name: fn.functionName, handler: fn.handler, memory: fn.memoryMb, timeout: fn.timeoutSeconds },
    service: {
      name: "",
      logProject: fn.logProject ?? "",
      logStore: fn.logStore ?? "",
      qualifier: fn.qualifier,
      versionId: fn.versionId,
    },
    region: fn.region,
    accountId: fn.account,
  };
}
