import { rm } from "node:fs/promises";
import type { Cancel } from "../core/clock.ts";
import type { Executable, ExecutionRequest, ExecutionResult, InstanceInfo } from "./contract.ts";
import { type Instance, StartError } from "./instance.ts";
import { residentMb } from "./memory.ts";

/** Interval at which the memory of a busy instance is measured. */
const MEASURE_MS = 50;
/** Time limit of a start without an initializer of its own. */
const START_SECONDS = 60;

export interface SlotOptions {
  /** Milliseconds of the emulator's clock. */
  readonly created: number;
  /** The instance's own directory, deleted with it. */
  readonly temporary: string;
  readonly debugged?: boolean;
}

/** An instance with what the pool has to know of it. */
export class Slot {
  readonly instance: Instance;
  readonly fn: Executable;
  readonly created: number;
  /** Requests it runs now. */
  active = 0;
  /** No further request may begin here. */
  closed = false;
  cancelIdle: Cancel | undefined;
  readonly ready: Promise<void>;
  /** A debugger may stop it: time and memory have no limits. */
  readonly debugged: boolean;
  readonly #temporary: string;
  #gone = false;

  constructor(instance: Instance, fn: Executable, { created, temporary, debugged = false }: SlotOptions) {
    this.instance = instance;
    this.fn = fn;
    this.created = created;
    this.debugged = debugged;
    this.#temporary = temporary;
    this.ready = this.#start();
    // Waiting callers get the rejection; an instance that was started ahead has none yet.
    this.ready.catch(() => undefined);
    void instance.ended.then(() => this.#clean());
  }

  get free(): boolean {
    return !this.closed && this.active < this.fn.instanceConcurrency;
  }

  info(): InstanceInfo {
    return {
      instanceId: this.instance.id,
      qualifier: this.fn.qualifier,
      versionId: this.fn.versionId,
      status: this.#gone ? "Terminated" : "Running",
      createdTime: this.created,
    };
  }

  /** Runs a request until it is answered, takes too long, takes too much memory, or the process ends. */
  async run(request: ExecutionRequest, cold: boolean): Promise<ExecutionResult> {
    const began = performance.now();
    const memory = this.#watchMemory();
    const timeout = this.debugged ? never() : after(this.fn.timeoutSeconds * 1000);
    const fatal = (message: string) => ({ kind: "fatal" as const, message });
    try {
      const end = await Promise.race([
        this.instance.run(request),
        this.instance.ended.then(() => fatal("Process exited unexpectedly before completing request")),
        timeout.due.then(() => fatal(`Function timed out after ${this.fn.timeoutSeconds} seconds`)),
        memory.exceeded.then(() => fatal("Function instance ran out of memory and was ended")),
      ]);
      const durationMs = performance.now() - began;
      const maxMemoryMb = memory.most();
      const result = { instanceId: this.instance.id, durationMs, cold, ...(maxMemoryMb > 0 && { maxMemoryMb }) };
      if (end.kind !== "fatal") return { ...result, outcome: end };
      this.end();
      const used = `(duration: ${Math.round(durationMs)}ms, maxMemoryUsage: ${maxMemoryMb.toFixed(2)}MB)`;
      return { ...result, outcome: unhandled(`${end.message} ${used}`) };
    } finally {
      timeout.cancel();
      memory.stop();
    }
  }

  /** Ends the process at once, whatever it is doing. */
  end(): void {
    this.#gone = true;
    this.closed = true;
    this.cancelIdle?.();
    this.instance.kill();
  }

  /** Takes no further request, and ends when the last one is done. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelIdle?.();
    if (this.active > 0) return;
    const limit = after((this.fn.preStop?.timeoutSeconds ?? 0) * 1000);
    await Promise.race([this.instance.preStop(), limit.due, this.instance.ended]).catch(() => undefined);
    limit.cancel();
    this.end();
  }

  async #start(): Promise<void> {
    const seconds = this.fn.initializer?.timeoutSeconds ?? START_SECONDS;
    const limit = this.debugged ? never() : after(seconds * 1000);
    const late = limit.due.then(() =>
      Promise.reject(new StartError(`the instance did not start within ${seconds} seconds`)),
    );
    try {
      await Promise.race([this.instance.start(), late]);
    } catch (error) {
      this.end();
      throw error;
    } finally {
      limit.cancel();
    }
  }

  #watchMemory() {
    let most = 0;
    let report: () => void = () => undefined;
    const exceeded = new Promise<void>((resolve) => {
      report = resolve;
    });
    const measure = async () => {
      const used = this.instance.pid === undefined ? undefined : await residentMb(this.instance.pid);
      most = Math.max(most, used ?? 0);
      if (most > this.fn.memoryMb && !this.debugged) report();
    };
    void measure();
    const timer = setInterval(() => void measure(), MEASURE_MS);
    return { exceeded, most: () => most, stop: () => clearInterval(timer) };
  }

  async #clean(): Promise<void> {
    this.#gone = true;
    this.closed = true;
    this.cancelIdle?.();
    await rm(this.#temporary, { recursive: true, force: true });
  }
}

export const unhandled = (errorMessage: string) => ({
  kind: "error" as const,
  type: "UnhandledInvocationError" as const,
  body: Buffer.from(JSON.stringify({ errorMessage })),
});

const never = (): ReturnType<typeof after> => ({ due: new Promise(() => undefined), cancel: () => undefined });

/** Time as the machine counts it: a function runs in real time, however the emulator's clock is moved. */
function after(milliseconds: number): { due: Promise<void>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const due = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return { due, cancel: () => clearTimeout(timer) };
}
