import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../endpoint/address.ts";
import { findPython } from "../../endpoint/python.ts";
import type { World } from "../core/world.ts";
import type { Executable, ExecutionRequest, ExecutionResult, Executor, InstanceInfo } from "./contract.ts";
import { CustomInstance } from "./custom-instance.ts";
import { type Instance, StartError } from "./instance.ts";
import { Slot, unhandled } from "./slot.ts";
import { nodeWorker, pythonWorker, WorkerInstance } from "./worker-instance.ts";

export type { Executable, ExecutionRequest, ExecutionResult, Executor } from "./contract.ts";

/** Runs functions in processes of this machine: Node.js and Python in workers, custom runtimes as the servers they are. */
export const createExecutor = (world: World): Executor => new Pool(world);

class Pool implements Executor {
  readonly #world: World;
  readonly #slots = new Set<Slot>();
  /** Provisioned instances per revision, which don't end when they are idle. */
  readonly #kept = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  async run(fn: Executable, request: ExecutionRequest): Promise<ExecutionResult> {
    const free = this.#of(fn).find((slot) => slot.free);
    let slot = free;
    try {
      slot ??= await this.#start(fn);
      slot.active += 1;
      slot.cancelIdle?.();
      await slot.ready;
    } catch (error) {
      if (slot && free) slot.active -= 1;
      if (error instanceof StartError) return failedStart(error, slot);
      throw error;
    }
    try {
      return await slot.run(request, free === undefined);
    } finally {
      slot.active -= 1;
      this.#rest(slot);
    }
  }

  instances(functionName: string): InstanceInfo[] {
    return [...this.#slots].filter((slot) => slot.fn.functionName === functionName).map((slot) => slot.info());
  }

  provision(fn: Executable, count: number): void {
    this.#kept.set(keyOf(fn), count);
    const missing = count - this.#of(fn).length;
    for (let i = 0; i < missing; i += 1) void this.#start(fn).then((slot) => slot.ready.catch(() => undefined));
    for (const slot of this.#of(fn)) this.#rest(slot);
  }

  retire(functionName: string, except?: string): void {
    for (const slot of this.#slots) {
      if (slot.fn.functionName === functionName && slot.fn.revision !== except) void slot.close();
    }
  }

  async stop(): Promise<void> {
    this.#kept.clear();
    const slots = [...this.#slots];
    for (const slot of slots) slot.end();
    await Promise.all(slots.map((slot) => slot.instance.ended));
  }

  #of(fn: Executable): Slot[] {
    return [...this.#slots].filter((slot) => !slot.closed && keyOf(slot.fn) === keyOf(fn));
  }

  async #start(fn: Executable): Promise<Slot> {
    const instanceId = `c-${randomUUID()}`;
    const temporary = join(this.#world.scratch, "instances", instanceId);
    mkdirSync(temporary, { recursive: true });
    const instance = await this.#instance(fn, { instanceId, temporary });
    const slot = new Slot(instance, fn, this.#world.clock.now(), temporary);
    this.#slots.add(slot);
    void instance.ended.then(() => this.#slots.delete(slot));
    return slot;
  }

  async #instance(fn: Executable, place: { instanceId: string; temporary: string }): Promise<Instance> {
    if (fn.runtime.startsWith("nodejs")) return new WorkerInstance(this.#world, nodeWorker(), fn, place);
    if (fn.runtime.startsWith("python"))
      return new WorkerInstance(this.#world, pythonWorker(await python()), fn, place);
    if (/^custom(\.debian\d+)?$/.test(fn.runtime)) {
      return new CustomInstance(this.#world, fn, { ...place, port: await freePort() });
    }
    throw new StartError(`The emulator can't run ${fn.runtime}: it runs Node.js, Python and custom runtimes.`);
  }

  /** An idle instance ends after a while, unless it is one of those that are kept. */
  #rest(slot: Slot): void {
    if (slot.active > 0) return;
    if (slot.closed) return void slot.close();
    slot.cancelIdle?.();
    if (this.#of(slot.fn).length <= (this.#kept.get(keyOf(slot.fn)) ?? 0)) return;
    slot.cancelIdle = this.#world.clock.after(slot.fn.idleSeconds * 1000, () => void slot.close());
  }
}

const keyOf = (fn: Executable): string => `${fn.region}/${fn.functionName}/${fn.qualifier}/${fn.revision}`;

function failedStart(error: StartError, slot: Slot | undefined): ExecutionResult {
  const outcome = unhandled(`The function instance could not be started: ${error.message}`);
  return {
    instanceId: slot?.instance.id ?? "",
    durationMs: 0,
    cold: true,
    outcome: error.body ? { ...outcome, body: error.body } : outcome,
  };
}

let found: Promise<string> | undefined;

/** The machine's own Python; looked for once. */
function python(): Promise<string> {
  found ??= findPython({ atLeast: 9, atMost: 14 }).then((python) => {
    if (python) return python.command;
    throw new StartError("Python functions need a Python 3 on this machine, and none was found.");
  });
  return found;
}
