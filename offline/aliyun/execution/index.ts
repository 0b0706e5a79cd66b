import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import getPort from "get-port";
import type { World } from "../core/world.ts";
import type {
  Executable,
  ExecutionRequest,
  ExecutionResult,
  Executor,
  FunctionAddress,
  InstanceInfo,
} from "./contract.ts";
import { CustomInstance } from "./custom-instance.ts";
import { type Instance, StartError } from "./instance.ts";
import { Reaper } from "./reaper.ts";
import { Slot, unhandled } from "./slot.ts";
import { Spare } from "./spare.ts";
import { nodeWorker, pythonWorker, WorkerInstance } from "./worker-instance.ts";

export type { Executable, ExecutionRequest, ExecutionResult, Executor, FunctionAddress } from "./contract.ts";

/** Runs functions in processes of this machine: Node.js and Python in workers, custom runtimes as the servers they are. */
export const createExecutor = (world: World): Executor => new Pool(world);

class Pool implements Executor {
  readonly #world: World;
  readonly #reaper: Reaper;
  readonly #spare: Spare;
  readonly #slots = new Set<Slot>();
  /** By qualifier: how many instances of which revision don't end when they are idle. */
  readonly #kept = new Map<string, { readonly revision: string; readonly count: number }>();

  #python: Promise<string> | undefined;

  /** True once code was replaced while an instance ran it: whoever develops will do it again. */
  #spareWanted = false;

  /** Number of times that everything was stopped: an instance that was starting at that moment must not run. */
  #stops = 0;

  constructor(world: World) {
    this.#world = world;
    this.#reaper = new Reaper(world.scratch);
    this.#spare = new Spare(world, this.#reaper);
    world.debugging.follow((functionName) => {
      for (const slot of this.#slots) if (slot.fn.functionName === functionName) void slot.close();
    });
  }

  async run(fn: Executable, request: ExecutionRequest): Promise<ExecutionResult> {
    const free = this.#of(fn).find((slot) => slot.free);
    let slot = free;
    try {
      slot ??= await this.#start(fn);
      slot.active += 1;
      slot.cancelIdle?.();
      request.onInstance(slot.instance.id);
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
      if (this.#spareWanted) this.#spare.prepare();
    }
  }

  instances(fn: FunctionAddress): InstanceInfo[] {
    return this.#ofFunction(fn).map((slot) => slot.info());
  }

  provision(fn: Executable, count: number): void {
    const { revision, qualifier } = fn;
    this.#kept.set(qualifierKey(fn), { revision, count });
    const missing = count - this.#of(fn).length;
    // The function's caller gets the error of an instance that cannot be started.
    for (let i = 0; i < missing; i += 1) this.#start(fn).catch(() => undefined);
    for (const slot of this.#ofFunction(fn)) if (slot.fn.qualifier === qualifier) this.#rest(slot);
  }

  retire(fn: FunctionAddress, except: readonly string[] = []): void {
    const outdated = this.#ofFunction(fn).filter((slot) => !except.includes(slot.fn.revision));
    for (const slot of outdated) void slot.close();
    if (except.length > 0 && outdated.some((slot) => isNode(slot.fn))) this.#spareWanted = true;
    if (this.#spareWanted) this.#spare.prepare();
    for (const [key, { revision }] of this.#kept) {
      if (key.startsWith(functionKey(fn)) && !except.includes(revision)) this.#kept.delete(key);
    }
  }

  async stop(): Promise<void> {
    this.#stops += 1;
    this.#kept.clear();
    this.#spareWanted = false;
    this.#spare.end();
    const slots = [...this.#slots];
    for (const slot of slots) slot.end();
    await Promise.all(slots.map((slot) => slot.instance.ended));
  }

  #of(fn: Executable): Slot[] {
    const asked = qualifierKey(fn);
    return [...this.#slots].filter(
      (slot) => !slot.closed && slot.fn.revision === fn.revision && qualifierKey(slot.fn) === asked,
    );
  }

  #ofFunction(fn: FunctionAddress): Slot[] {
    const asked = functionKey(fn);
    return [...this.#slots].filter((slot) => functionKey(slot.fn) === asked);
  }

  async #start(fn: Executable): Promise<Slot> {
    const stops = this.#stops;
    const instanceId = `c-${randomUUID()}`;
    const temporary = join(this.#world.scratch, "instances", instanceId);
    mkdirSync(temporary, { recursive: true });
    const debugPort = await this.#debugPort(fn);
    const launch = await this.#prepare(fn, { instanceId, temporary }, debugPort);
    if (stops !== this.#stops) throw new StartError("the emulator forgot everything meanwhile");
    const instance = launch();
    this.#reaper.watch(instance);
    const debugged = debugPort !== undefined;
    const slot = new Slot(instance, fn, { created: this.#world.clock.now(), temporary, debugged });
    this.#slots.add(slot);
    void instance.ended.then(() => this.#slots.delete(slot));
    return slot;
  }

  /** Finds what an instance needs; the process begins with the function that is returned. */
  async #prepare(
    fn: Executable,
    place: { instanceId: string; temporary: string },
    debugPort: number | undefined,
  ): Promise<() => Instance> {
    const world = this.#world;
    if (isNode(fn)) {
      const spare = () => (debugPort === undefined ? this.#spare.take(fn) : undefined);
      return () => new WorkerInstance(world, nodeWorker(debugPort), fn, place, spare());
    }
    if (fn.runtime.startsWith("python")) {
      const worker = pythonWorker(await this.#findPython());
      return () => new WorkerInstance(world, worker, fn, place);
    }
    if (/^custom(\.debian\d+)?$/.test(fn.runtime)) {
      const port = await getPort({ host: "127.0.0.1" });
      return () => new CustomInstance(world, fn, { ...place, port });
    }
    throw new StartError(`The emulator can't run ${fn.runtime}: it runs Node.js, Python and custom runtimes.`);
  }

  /** The port for a new instance: free once the instance that had it has ended, which it does when it is closed. */
  async #debugPort(fn: Executable): Promise<number | undefined> {
    const port = this.#world.debugging.portOf(fn.functionName);
    if (port === undefined || !isNode(fn)) return undefined;
    const holders = this.#ofFunction(fn).filter(({ debugged }) => debugged);
    if (holders.some(({ closed, active }) => !closed || active > 0)) return undefined;
    await Promise.all(holders.map(({ instance }) => instance.ended));
    return port;
  }

  /** Looked for once. */
  #findPython(): Promise<string> {
    this.#python ??= this.#world.python().then((command) => {
      if (command !== undefined) return command;
      throw new StartError("Python functions need a Python 3 on this machine, and none was found.");
    });
    return this.#python;
  }

  /** An idle instance ends after a while, unless it is one of those that are kept. */
  #rest(slot: Slot): void {
    if (slot.active > 0) return;
    if (slot.closed) return void slot.close();
    slot.cancelIdle?.();
    const kept = this.#kept.get(qualifierKey(slot.fn));
    if (kept?.revision === slot.fn.revision && this.#of(slot.fn).length <= kept.count) return;
    slot.cancelIdle = this.#world.clock.after(slot.fn.idleSeconds * 1000, () => void slot.close());
  }
}

const isNode = ({ runtime }: Executable): boolean => runtime.startsWith("nodejs");
const functionKey = ({ region, functionName }: FunctionAddress): string => `${region}/${functionName}/`;
const qualifierKey = (fn: Executable): string => functionKey(fn) + fn.qualifier;

function failedStart(error: StartError, slot: Slot | undefined): ExecutionResult {
  const outcome = unhandled(`The function instance could not be started: ${error.message}`);
  return {
    instanceId: slot?.instance.id ?? "",
    durationMs: 0,
    cold: true,
    outcome: error.body ? { ...outcome, body: error.body } : outcome,
  };
}
