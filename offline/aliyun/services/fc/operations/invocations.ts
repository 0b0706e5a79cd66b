import { ApiError } from "../../../core/error.ts";
import type { ServiceResponse } from "../../../core/http.ts";
import type { Call, Operation } from "../../../core/service.ts";
import type { InstanceInfo } from "../../../execution/contract.ts";
import { addressOf, type Compute, findFunction, functionArn, LATEST } from "../compute.ts";
import { invalid, tooLarge } from "../errors.ts";
import { SYNC_LIMIT } from "../http/serve.ts";
import type { Invoked } from "../invocation/ports.ts";
import type { TaskRecord } from "../state.ts";
import { limitOf, operation, page, parameter, qualifierOf } from "./operation.ts";
import { listIn } from "./tags.ts";

export const invocationOperations = (fc: Compute): readonly Operation[] => [
  operation({
    name: "InvokeFunction",
    route: "POST /functions/{functionName}/invocations",
    resource: (call) => invokeResource(call.account, call.region, parameter(call, "functionName"), qualifierOf(call)),
    run: (call) => invoke(fc, call),
  }),
  operation({
    name: "GetAsyncTask",
    route: "GET /functions/{functionName}/async-tasks/{taskId}",
    run: (call) => viewTask(fc, findTask(fc, call)),
  }),
  operation({
    name: "ListAsyncTasks",
    route: "GET /functions/{functionName}/async-tasks",
    run: (call) => listTasks(fc, call),
  }),
  operation({
    name: "StopAsyncTask",
    route: "PUT /functions/{functionName}/async-tasks/{taskId}/stop",
    run: (call) => {
      const task = findTask(fc, call);
      if (["Succeeded", "Failed", "Stopped", "Expired", "Invalid"].includes(task.status)) {
        throw new ApiError(412, "PreconditionFailed", `async task '${task.taskId}' is over`);
      }
      const now = fc.world.clock.now();
      task.status = "Stopped";
      task.ended = now;
      task.events.push({ time: now, status: "Stopped", detail: "" });
      fc.world.changed();
      return { status: 204 };
    },
  }),
  operation({
    name: "ListInstances",
    route: "GET /functions/{functionName}/instances",
    run: (call) => {
      const fn = findFunction(fc, call.region, parameter(call, "functionName"));
      const { query } = call.request;
      const limit = limitOf(query.get("limit"), 1000);
      const instances = fc.executor
        .instances(addressOf(fn))
        .filter((instance) => isAsked(instance, call))
        .slice(0, limit)
        .map(({ createdTime, ...instance }) => ({ ...instance, createdTimeMs: createdTime, resourceType: "OnDemand" }));
      return { instances, requestId: call.request.id };
    },
  }),
];

/** Instances that are over are not kept, so there is nothing to find of another time than now. */
function isAsked({ instanceId, qualifier, status, createdTime }: InstanceInfo, call: Call): boolean {
  const { query } = call.request;
  const among = (name: string, value: string) => !query.get(name) || listIn(call, name).includes(value);
  return (
    (!query.get("qualifier") || qualifier === query.get("qualifier")) &&
    among("instanceIds", instanceId) &&
    among("instanceStatus", status) &&
    instanceId >= (query.get("startKey") ?? "") &&
    createdTime <= Number(query.get("endTimeMs") || Number.POSITIVE_INFINITY)
  );
}

/** The resource of fc:InvokeFunction. */
export const invokeResource = (account: string, region: string, name: string, qualifier: string): string =>
  functionArn(account, region, name, qualifier === LATEST ? undefined : qualifier);

async function invoke(fc: Compute, call: Call): Promise<ServiceResponse> {
  const { request, region } = call;
  const requestId = request.id;
  const type = request.headers["x-fc-invocation-type"] ?? "Sync";
  const target = { region, functionName: parameter(call, "functionName"), qualifier: qualifierOf(call) };
  const input = { kind: "event", payload: request.body } as const;
  if (type.toLowerCase() === "async") {
    const taskId = request.headers["x-fc-async-task-id"];
    fc.async.enqueue({ ...target, requestId, input }, taskId);
    return { status: 202, headers: { "x-fc-request-id": requestId, ...(taskId && { "x-fc-async-task-id": taskId }) } };
  }
  if (type.toLowerCase() !== "sync") throw invalid(`x-fc-invocation-type: must be Sync or Async, not ${type}`);
  if (request.body.length > SYNC_LIMIT) throw tooLarge(SYNC_LIMIT);
  const invoked = await fc.invoker.run({ ...target, requestId, input, type: "Sync" });
  const wantsLog = request.headers["x-fc-log-type"]?.toLowerCase() === "tail";
  return answer(invoked, requestId, wantsLog);
}

function answer({ result, versionId, checksum, logTail }: Invoked, requestId: string, log: boolean): ServiceResponse {
  const { outcome } = result;
  return {
    status: 200,
    headers: {
      "content-type": "application/octet-stream",
      "x-fc-request-id": requestId,
      "x-fc-version-id": versionId,
      "x-fc-instance-id": result.instanceId,
      "x-fc-code-checksum": checksum,
      "x-fc-invocation-duration": String(Math.ceil(result.durationMs)),
      ...(result.maxMemoryMb !== undefined && { "x-fc-max-memory-usage": result.maxMemoryMb.toFixed(2) }),
      ...(outcome.kind === "error" && { "x-fc-error-type": outcome.type }),
      ...(log && { "x-fc-log-result": Buffer.from(logTail).toString("base64") }),
    },
    body: outcome.body,
  };
}

function findTask(fc: Compute, call: Call): TaskRecord {
  const fn = findFunction(fc, call.region, parameter(call, "functionName"));
  const taskId = parameter(call, "taskId");
  const found = fc.async.tasks.find(fn.region, fn.name, taskId);
  if (!found) throw new ApiError(404, "AsyncTaskNotFound", `async task '${taskId}' does not exist`);
  return found;
}

function listTasks(fc: Compute, call: Call): object {
  const fn = findFunction(fc, call.region, parameter(call, "functionName"));
  const { query } = call.request;
  const all = fc.state.tasks.filter(
    (task) =>
      task.region === fn.region &&
      task.functionName === fn.name &&
      (!query.get("status") || task.status === query.get("status")) &&
      (!query.get("qualifier") || task.qualifier === query.get("qualifier")) &&
      (task.started ?? 0) >= Number(query.get("startedTimeBegin") ?? 0) &&
      (task.started ?? 0) <= Number(query.get("startedTimeEnd") || Number.POSITIVE_INFINITY),
  );
  const { items, nextToken } = page(call, all, ({ taskId }) => taskId);
  const withPayload = query.get("includePayload") === "true";
  const tasks = inOrder(items, query.get("sortOrderByTime")).map((task) => viewTask(fc, task, withPayload));
  return { tasks, ...(nextToken && { nextToken }) };
}

function inOrder(tasks: readonly TaskRecord[], order: string | null): readonly TaskRecord[] {
  if (!order) return tasks;
  const sign = order.toLowerCase().startsWith("desc") ? -1 : 1;
  return [...tasks].sort((a, b) => sign * (a.enqueued - b.enqueued));
}

const viewTask = ({ world }: Compute, task: TaskRecord, withPayload = true): object => ({
  taskId: task.taskId,
  requestId: task.requestId,
  functionArn: functionArn(world.account, task.region, task.functionName),
  qualifier: task.qualifier,
  status: task.status,
  alreadyRetriedTimes: task.retries,
  startedTime: task.started ?? 0,
  endTime: task.ended ?? 0,
  durationMs: task.started !== undefined && task.ended !== undefined ? task.ended - task.started : 0,
  ...(task.instanceId && { instanceId: task.instanceId }),
  ...(task.error && { taskErrorMessage: task.error }),
  ...(task.destinationStatus && { destinationStatus: task.destinationStatus }),
  ...(withPayload && { taskPayload: task.payload, ...(task.result !== undefined && { returnPayload: task.result }) }),
  events: task.events.map(({ time, status, detail }, eventId) => ({
    eventId,
    timestamp: time,
    status,
    eventDetail: detail,
  })),
});
