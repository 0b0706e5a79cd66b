import type { Cancel } from "../../../core/clock.ts";
import { ApiError } from "../../../core/error.ts";
import type { ExecutionRequest } from "../../../execution/contract.ts";
import { type Compute, findFunction, versionOf } from "../compute.ts";
import { tooLarge } from "../errors.ts";
import type { QueuedInvocation } from "../state.ts";
import { deliver } from "./destinations.ts";
import { packInput, unpackInput } from "./input.ts";
import type { AsyncPort, Ending, Invocation, Invoked } from "./ports.ts";
import { Tasks } from "./tasks.ts";

/** Bytes. */
export const ASYNC_LIMIT = 131_072;
const DEFAULT_RETRIES = 3;
const DEFAULT_AGE_SECONDS = 86_400;
/** FC itself gives up on calls it can't run after this long. */
const REFUSED_SECONDS = 5 * 3600;
/** Before the first repetition; doubles with each further one. */
const FAILURE_BACKOFF_MS = 1000;
const REFUSAL_BACKOFF_MS = 500;

/**
 * Asynchronous calls: kept until they have run or failed for good.
 * https://www.alibabacloud.com/help/en/functioncompute/user-guide/asynchronous-invocation-overview
 */
export class Async implements AsyncPort {
  readonly tasks: Tasks;
  readonly #fc: Compute;
  readonly #waiting = new Map<string, Cancel>();

  constructor(fc: Compute) {
    this.#fc = fc;
    this.tasks = new Tasks(fc);
  }

  /**
   * Accepts a call.
   * @throws ApiError for a function or qualifier that isn't there, a payload above 128 KB, a task that already is.
   */
  enqueue(invocation: Omit<Invocation, "type">, taskId?: string): void {
    const { requestId, region, functionName, qualifier, input } = invocation;
    const fn = findFunction(this.#fc, region, functionName);
    versionOf(fn, qualifier);
    if (sizeOf(input) > ASYNC_LIMIT) throw tooLarge(ASYNC_LIMIT);
    const now = this.#fc.world.clock.now();
    const queued: QueuedInvocation = {
      ...{ requestId, region, functionName, qualifier },
      input: packInput(this.#fc.world, input),
      ...(taskId !== undefined && { taskId }),
      ...{ enqueued: now, due: now, failures: 0, refusals: 0 },
    };
    if (fn.asyncConfigs[qualifier]?.asyncTask) this.tasks.open(queued, input);
    this.#fc.state.queue.push(queued);
    this.#fc.world.changed();
    this.#wait(queued);
  }

  /** Takes up what was kept on disk. */
  resume(): void {
    for (const queued of this.#fc.state.queue) this.#wait(queued);
  }

  clear(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  #wait(queued: QueuedInvocation): void {
    const { clock } = this.#fc.world;
    const cancel = clock.after(queued.due - clock.now(), () => {
      this.#waiting.delete(queued.requestId);
      void this.#attempt(queued);
    });
    this.#waiting.set(queued.requestId, cancel);
  }

  async #attempt(queued: QueuedInvocation): Promise<void> {
    const fn = this.#fc.state.functions.find((f) => f.region === queued.region && f.name === queued.functionName);
    if (!fn) return this.#close(queued, "Invalid");
    if (this.tasks.isStopped(queued)) return this.#close(queued, "Stopped");
    const { maxAsyncEventAgeInSeconds: most = DEFAULT_AGE_SECONDS } = fn.asyncConfigs[queued.qualifier] ?? {};
    if (this.#age(queued) > most * 1000) return this.#end(queued, { condition: "EventAgeExceeded" });
    this.tasks.update(queued, "Running");
    try {
      const invoked = await this.#fc.invoker.run({
        ...queued,
        input: unpackInput(this.#fc.world, queued.input),
        type: "Async",
      });
      // A reset in the meantime has forgotten the call; it is not to be repeated, whatever became of it.
      if (!this.#fc.state.queue.includes(queued)) return;
      if (invoked.result.outcome.kind === "ok") await this.#end(queued, { condition: "Success", invoked });
      else await this.#failed(queued, invoked);
    } catch (error) {
      if (!this.#fc.state.queue.includes(queued)) return;
      if (!(error instanceof ApiError)) console.error(error);
      await this.#refused(
        queued,
        error instanceof ApiError ? error : new ApiError(500, "InternalError", String(error)),
      );
    }
  }

  async #failed(queued: QueuedInvocation, invoked: Invoked): Promise<void> {
    const fn = findFunction(this.#fc, queued.region, queued.functionName);
    const { maxAsyncRetryAttempts: retries = DEFAULT_RETRIES } = fn.asyncConfigs[queued.qualifier] ?? {};
    queued.failures++;
    if (queued.failures > retries) return this.#end(queued, { condition: "RetriesExhausted", invoked });
    this.#again(queued, FAILURE_BACKOFF_MS * 2 ** (queued.failures - 1));
  }

  async #refused(queued: QueuedInvocation, refusal: ApiError): Promise<void> {
    queued.refusals++;
    if (this.#age(queued) > REFUSED_SECONDS * 1000)
      return this.#end(queued, { condition: "RetriesExhausted", refusal });
    this.#again(queued, REFUSAL_BACKOFF_MS * 2 ** (queued.refusals - 1));
  }

  #again(queued: QueuedInvocation, delay: number): void {
    queued.due = this.#fc.world.clock.now() + delay;
    this.tasks.update(queued, "Retrying");
    this.#fc.world.changed();
    this.#wait(queued);
  }

  async #end(queued: QueuedInvocation, ending: Ending): Promise<void> {
    if (this.tasks.isStopped(queued)) return this.#close(queued);
    this.tasks.finish(queued, ending);
    const delivered = await deliver(this.#fc, queued, ending);
    if (delivered !== undefined) this.tasks.destination(queued, delivered);
    this.#close(queued);
  }

  #close(queued: QueuedInvocation, status?: "Invalid" | "Stopped"): void {
    if (status) this.tasks.update(queued, status);
    this.#fc.state.queue = this.#fc.state.queue.filter((other) => other !== queued);
    this.#fc.world.changed();
  }

  #age({ enqueued }: QueuedInvocation): number {
    return this.#fc.world.clock.now() - enqueued;
  }
}

const sizeOf = (input: ExecutionRequest["input"]): number =>
  input.kind === "event" ? input.payload.length : input.request.body.length;
