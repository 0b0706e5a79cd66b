import { ApiError } from "../../../core/error.ts";
import type { ExecutionRequest } from "../../../execution/contract.ts";
import type { Compute } from "../compute.ts";
import type { QueuedInvocation, TaskRecord, TaskStatus } from "../state.ts";
import { payloadText } from "./input.ts";
import type { Ending } from "./ports.ts";

const KEPT = 1000;

/** Asynchronous calls whose course is kept, where the function's asynchronous configuration says so (`asyncTask`). */
export class Tasks {
  readonly #fc: Compute;

  constructor(fc: Compute) {
    this.#fc = fc;
  }

  /** @throws ApiError when the function already has a task with this identifier. */
  open(queued: QueuedInvocation, input: ExecutionRequest["input"]): void {
    const { region, functionName, qualifier, requestId, enqueued } = queued;
    const taskId = queued.taskId ?? requestId;
    if (this.find(region, functionName, taskId)) {
      throw new ApiError(409, "StatefulAsyncInvocationAlreadyExists", `async task '${taskId}' already exists`);
    }
    const { state } = this.#fc;
    state.tasks = [
      ...state.tasks.slice(-KEPT),
      {
        ...{ region, functionName, qualifier, taskId, requestId, enqueued },
        ...{ payload: payloadText(input), retries: 0, status: "Enqueued" },
        events: [{ time: enqueued, status: "Enqueued", detail: "" }],
      },
    ];
  }

  find(region: string, functionName: string, taskId: string): TaskRecord | undefined {
    return this.#fc.state.tasks.find(
      (task) => task.region === region && task.functionName === functionName && task.taskId === taskId,
    );
  }

  update(queued: QueuedInvocation, status: TaskStatus, detail = ""): void {
    const task = this.#of(queued);
    if (!task || (task.status === "Stopped" && status !== "Stopped")) return;
    const now = this.#fc.world.clock.now();
    task.status = status;
    task.retries = queued.failures + queued.refusals;
    if (status === "Running") task.started ??= now;
    task.events.push({ time: now, status, detail });
  }

  finish(queued: QueuedInvocation, { condition, invoked, refusal }: Ending): void {
    const task = this.#of(queued);
    if (!task) return;
    const outcome = invoked?.result.outcome;
    const error = outcome?.kind === "error" ? outcome.type : refusal?.code;
    this.update(
      queued,
      condition === "Success" ? "Succeeded" : condition === "EventAgeExceeded" ? "Expired" : "Failed",
      error,
    );
    task.ended = this.#fc.world.clock.now();
    if (error !== undefined) task.error = error;
    if (invoked) task.instanceId = invoked.result.instanceId;
    if (outcome) task.result = outcome.body.toString();
  }

  destination(queued: QueuedInvocation, delivered: boolean): void {
    const task = this.#of(queued);
    if (task) task.destinationStatus = delivered ? "Succeeded" : "Failed";
  }

  isStopped(queued: QueuedInvocation): boolean {
    return this.#of(queued)?.status === "Stopped";
  }

  #of({ requestId }: QueuedInvocation): TaskRecord | undefined {
    return this.#fc.state.tasks.find((task) => task.requestId === requestId);
  }
}
