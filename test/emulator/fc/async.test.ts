import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ExecutionResult } from "../../../offline/aliyun/execution/contract.ts";
import { ACCOUNT, Fc, failed, REGION, type Stage, settled, stage } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(() => on.reset());
afterAll(() => on.server.stop());

const ROLE = `acs:ram::${ACCOUNT}:role/r`;
const ASYNC = { "x-fc-invocation-type": "Async" };
const invoke = (body: unknown = {}, headers = {}) => on.call("POST", "/functions/f/invocations", body, headers);
const configure = (body: object) => on.call("PUT", "/functions/f/async-invoke-config?qualifier=LATEST", body);

describe("asynchronous invocations", () => {
  test("are accepted at once and run afterwards", async () => {
    await on.make("f");
    const answer = await invoke({ a: 1 }, ASYNC);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 202, body: "" });
    await expect.poll(() => on.executor.runs.length).toBe(1);
    expect(on.executor.runs[0]?.request.requestId).toBe(answer.headers.get("x-fc-request-id"));
  });

  test("accept a payload of 128 KB and refuse one more byte", async () => {
    await on.make("f");
    expect((await invoke(Buffer.alloc(131_072), ASYNC)).status).toBe(202);
    expect((await invoke(Buffer.alloc(131_073), ASYNC)).body.Code).toBe("EntityTooLarge");
  });

  test("are retried three times with growing intervals", async () => {
    await on.make("f");
    const times: number[] = [];
    on.executor.behave = () => {
      times.push(on.server.clock.now());
      return failed("boom");
    };
    await invoke({}, ASYNC);
    await on.server.clock.advance(60_000);
    const gaps = times.slice(1).map((time, i) => Math.round((time - (times[i] ?? 0)) / 1000));
    expect(gaps).toEqual([1, 2, 4]);
  });

  test("are retried as configured, then sent to the destination", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    await on.make("f", { role: ROLE });
    const destination = `acs:mns:${REGION}:${ACCOUNT}:/queues/q/messages`;
    await configure({ maxAsyncRetryAttempts: 1, destinationConfig: { onFailure: { destination }, onSuccess: {} } });
    on.executor.behave = () => failed("boom");
    const requestId = (await invoke({ a: 1 }, ASYNC)).headers.get("x-fc-request-id");
    await on.server.clock.advance(60_000);
    expect(on.executor.runs).toHaveLength(2);
    expect(on.around.sent).toEqual([
      {
        to: "queue q",
        actor: { service: "fc.aliyuncs.com", role: ROLE },
        body: {
          timestamp: expect.any(Number),
          requestContext: {
            requestId,
            functionArn: `acs:fc:${REGION}:${ACCOUNT}:functions/f/LATEST`,
            condition: "RetriesExhausted",
            approximateInvokeCount: 2,
          },
          requestPayload: '{"a":1}',
          responseContext: { statusCode: 200, functionError: "UnhandledInvocationError" },
          responsePayload: JSON.stringify({ errorMessage: "boom", errorType: "Error", stackTrace: [] }),
        },
      },
    ]);
  });

  test.each([
    ["topic t", `acs:mns:${REGION}:${ACCOUNT}:/topics/t/messages`],
    ["bus b", `acs:eventbridge:${REGION}:${ACCOUNT}:eventbus/b`],
  ])("send a success to %s", async (to, destination) => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    await on.make("f", { role: ROLE });
    await configure({ destinationConfig: { onSuccess: { destination } } });
    await invoke({ a: 1 }, ASYNC);
    await expect.poll(() => on.around.sent.length).toBe(1);
    const body = on.around.sent[0]?.body as { data?: object };
    expect(on.around.sent[0]?.to).toBe(to);
    expect(body.data ?? body).toMatchObject({ requestContext: { condition: "Success" }, responsePayload: '{"a":1}' });
  });

  test("resolve a destination without region and account in the function's own", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    on.around.forbidden.add(`mns:SendMessage acs:mns:${REGION}:${ACCOUNT}:/queues/secret/messages`);
    await on.make("f", { role: ROLE });
    await configure({ destinationConfig: { onSuccess: { destination: "acs:mns:::/queues/q/messages" } } });
    await invoke({}, ASYNC);
    await expect.poll(() => on.around.sent.map(({ to }) => to)).toEqual(["queue q"]);
    await configure({
      destinationConfig: {
        onSuccess: { destination: `acs:mns:${REGION}::/queues/secret/messages` },
        onFailure: { destination: `acs:fc:${REGION}::functions/g` },
      },
    });
    await invoke({}, ASYNC);
    await expect.poll(() => on.executor.runs.length).toBe(2);
    await settled();
    expect(on.around.sent).toHaveLength(1);
  });

  test("send a success to another function", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    await on.make("f", { role: ROLE });
    await on.make("g");
    await configure({ destinationConfig: { onSuccess: { destination: `acs:fc:${REGION}:${ACCOUNT}:functions/g` } } });
    await invoke({}, ASYNC);
    await expect.poll(() => on.executor.runs.map(({ fn }) => fn.functionName)).toEqual(["f", "g"]);
  });

  test("lose the record and log it when the role lacks the permission", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    await on.make("f", { role: ROLE, logConfig: { project: "p", logstore: "l" } });
    const destination = `acs:mns:${REGION}:${ACCOUNT}:/queues/q/messages`;
    on.around.forbidden.add(`mns:SendMessage ${destination}`);
    await configure({ destinationConfig: { onSuccess: { destination } } });
    await invoke({}, ASYNC);
    await expect.poll(() => on.around.messages.join("\n")).toMatch(/could not reach .*AccessDenied/);
    expect(on.around.sent).toEqual([]);
  });

  test("retry a throttled call without counting it as a run", async () => {
    await on.make("f");
    await on.call("PUT", "/functions/f/concurrency", { reservedConcurrency: 0 });
    await invoke({}, ASYNC);
    await on.server.clock.advance(30_000);
    expect(on.executor.runs).toHaveLength(0);
    await on.call("DELETE", "/functions/f/concurrency");
    await on.server.clock.advance(60_000);
    expect(on.executor.runs).toHaveLength(1);
  });

  test("do not run after their maximum age", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    await on.make("f", { role: ROLE });
    const destination = `acs:mns:${REGION}:${ACCOUNT}:/queues/q/messages`;
    await configure({
      maxAsyncEventAgeInSeconds: 2,
      maxAsyncRetryAttempts: 8,
      destinationConfig: { onFailure: { destination } },
    });
    on.executor.behave = () => failed("boom");
    await invoke({}, ASYNC);
    await on.server.clock.advance(60_000);
    expect(on.executor.runs).toHaveLength(2);
    expect(on.around.sent[0]?.body).toMatchObject({ requestContext: { condition: "EventAgeExceeded" } });
  });

  test("can be listed and stopped as tasks", async () => {
    await on.make("f");
    await configure({ asyncTask: true });
    await invoke({ a: 1 }, { ...ASYNC, "x-fc-async-task-id": "one" });
    const again = await invoke({}, { ...ASYNC, "x-fc-async-task-id": "one" });
    expect(again.status).toBe(409);
    await expect.poll(async () => (await on.call("GET", "/functions/f/async-tasks/one")).body.status).toBe("Succeeded");
    const task = await on.client.getAsyncTask("f", "one", new Fc.GetAsyncTaskRequest({}));
    expect(task.body).toMatchObject({ taskPayload: '{"a":1}', alreadyRetriedTimes: 0 });
    on.executor.behave = () => failed("boom");
    await invoke({}, { ...ASYNC, "x-fc-async-task-id": "two" });
    await expect.poll(async () => (await on.call("GET", "/functions/f/async-tasks/two")).body.status).toBe("Retrying");
    const runs = on.executor.runs.length;
    expect((await on.call("PUT", "/functions/f/async-tasks/two/stop")).status).toBe(204);
    await on.server.clock.advance(60_000);
    expect(on.executor.runs).toHaveLength(runs);
    expect((await on.call("GET", "/functions/f/async-tasks?status=Stopped")).body.tasks).toHaveLength(1);
    expect((await on.call("GET", "/functions/f/async-tasks/three")).body.Code).toBe("AsyncTaskNotFound");
  });

  test("are dropped by a reset, also while they run", async () => {
    await on.make("f");
    let release: (result: ExecutionResult) => void = () => undefined;
    on.executor.behave = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await invoke({}, ASYNC);
    await expect.poll(() => on.executor.runs.length).toBe(1);
    await on.server.reset();
    release(failed("late"));
    await settled();
    await on.server.clock.advance(60_000);
    expect(on.executor.runs).toHaveLength(1);
  });
});
