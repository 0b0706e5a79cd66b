import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, bodyOf, Fc, failed, ok, REGION, type Stage, stage, textOf } from "./harness.ts";

let on: Stage;
let chance = 0;
beforeAll(async () => {
  on = await stage({ random: () => chance });
});
beforeEach(() => on.reset());
afterAll(() => on.server.stop());
const ROLE = `acs:ram::${ACCOUNT}:role/r`;
const invoke = (body: unknown = {}, headers = {}, query = "") =>
  on.call("POST", `/functions/f/invocations${query}`, body, headers);

describe("synchronous invocations", () => {
  test("pass bytes to the function and its result to the caller", async () => {
    await on.make("f", { timeout: 7, environmentVariables: { A: "1" } });
    const request = new Fc.InvokeFunctionRequest({ body: bodyOf("héllo") });
    const answer = await on.client.invokeFunction("f", request);
    expect(await textOf(answer.body)).toBe("héllo");
    expect(answer.headers?.["x-fc-request-id"]).toBe(on.executor.runs[0]?.request.requestId);
    expect(on.executor.runs[0]?.fn).toMatchObject({
      ...{ functionName: "f", qualifier: "LATEST", versionId: "LATEST", runtime: "nodejs20", handler: "index.handler" },
      ...{ memoryMb: 512, timeoutSeconds: 7, environment: { A: "1" }, region: REGION, account: ACCOUNT },
    });
  });

  test("answer a function error with status 200 and its type in a header", async () => {
    await on.make("f");
    on.executor.behave = () => failed("boom");
    const answer = await invoke();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-fc-error-type")).toBe("UnhandledInvocationError");
    expect(answer.body).toEqual({ errorMessage: "boom", errorType: "Error", stackTrace: [] });
  });

  test("return the log on request", async () => {
    await on.make("f");
    on.executor.behave = (_, request) => {
      request.onLog("hello");
      return ok("");
    };
    expect((await invoke()).headers.get("x-fc-log-result")).toBeNull();
    const tail = (await invoke({}, { "x-fc-log-type": "Tail" })).headers.get("x-fc-log-result") ?? "";
    expect(Buffer.from(tail, "base64").toString()).toMatch(
      /^FC Invoke Start RequestId: \S+\nhello\nFC Invoke End RequestId: \S+\n\nDuration: 1\.50 ms, Billed Duration: 2 ms, Memory Size: 512 MB\n$/,
    );
  });

  test("write the log to the function's logstore under its role", async () => {
    on.around.roles.set(ROLE, ["fc.aliyuncs.com"]);
    await on.make("f", { role: ROLE, logConfig: { project: "p", logstore: "l", enableRequestMetrics: true } });
    on.executor.behave = (_, request) => {
      request.onLog("hello");
      return ok("");
    };
    const requestId = (await invoke()).headers.get("x-fc-request-id");
    expect(on.around.messages).toEqual([
      `FC Invoke Start RequestId: ${requestId}`,
      "hello",
      `FC Invoke End RequestId: ${requestId}`,
    ]);
    const [, line] = on.around.logs;
    expect(line?.store).toEqual({ region: REGION, project: "p", logstore: "l" });
    expect(line?.actor).toEqual({ service: "fc.aliyuncs.com", role: ROLE });
    expect(line?.entry.topic).toBe("FCLogs:f");
    expect(line?.entry.fields).toMatchObject({
      functionName: "f",
      qualifier: "LATEST",
      versionName: "LATEST",
      instanceID: "i-1",
      requestId,
    });
    expect(on.around.logs.map(({ entry }) => entry.fields.instanceID)).toEqual(Array(4).fill("i-1"));
    expect(on.around.logs.at(-1)?.entry.topic).toBe("FCRequestMetrics:/f");
    expect(on.around.logs.at(-1)?.entry.fields).toMatchObject({
      requestId,
      hasFunctionError: "false",
      isColdStart: "false",
    });
  });

  test("refuse an unknown function, version or alias", async () => {
    expect((await invoke()).body.Code).toBe("FunctionNotFound");
    await on.make("f");
    expect((await invoke({}, {}, "?qualifier=3")).body.Code).toBe("VersionNotFound");
    expect((await invoke({}, {}, "?qualifier=prod")).body.Code).toBe("AliasNotFound");
    expect((await invoke({}, { "x-fc-invocation-type": "Later" })).body.Code).toBe("InvalidArgument");
  });

  test("accept a payload of 32 MB and refuse one more byte", async () => {
    await on.make("f");
    on.executor.behave = (_, { input }) => ok(String(input.kind === "event" && input.payload.length));
    const most = 32 * 1024 * 1024;
    expect((await invoke(Buffer.alloc(most))).body).toBe(most);
    expect(await invoke(Buffer.alloc(most + 1))).toMatchObject({ status: 400, body: { Code: "EntityTooLarge" } });
  });

  test("refuse calls while the function is disabled", async () => {
    await on.make("f");
    await on.call("POST", "/functions/f/invoke/disable", { functionName: "f", reason: "broken" });
    expect((await on.call("GET", "/functions/f")).body.invocationRestriction).toMatchObject({
      disable: true,
      reason: "broken",
    });
    expect(await invoke()).toMatchObject({ status: 403, body: { Message: expect.stringContaining("broken") } });
    await on.call("POST", "/functions/f/invoke/enable", { functionName: "f" });
    expect((await invoke()).status).toBe(200);
  });

  test("refuse more calls than the reserved concurrency", async () => {
    await on.make("f");
    await on.call("PUT", "/functions/f/concurrency", { reservedConcurrency: 2 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    on.executor.behave = () => held.then(() => ok("done"));
    const running = [invoke(), invoke()];
    await expect.poll(() => on.executor.runs.length).toBe(2);
    expect(await invoke()).toMatchObject({ status: 429, body: { Code: "ResourceExhausted" } });
    release();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await invoke()).status).toBe(200);
    await on.call("PUT", "/functions/f/concurrency", { reservedConcurrency: 0 });
    expect((await invoke()).status).toBe(429);
  });

  test("distribute the calls of an alias by its weights", async () => {
    await on.make("f");
    for (const description of ["a", "b"]) await on.call("POST", "/functions/f/versions", { description });
    await on.call("POST", "/functions/f/aliases", {
      aliasName: "prod",
      versionId: "1",
      additionalVersionWeight: { 2: 0.25 },
    });
    for (let i = 0; i < 20; i++) {
      chance = i / 20;
      await invoke({}, {}, "?qualifier=prod");
    }
    const versions = on.executor.runs.map(({ fn }) => fn.versionId);
    expect(versions.filter((version) => version === "2")).toHaveLength(5);
    expect(versions.filter((version) => version === "1")).toHaveLength(15);
    expect(on.executor.runs.every(({ fn }) => fn.qualifier === "prod")).toBe(true);
  });

  test("return a new revision after each change of code or settings", async () => {
    await on.make("f");
    await invoke();
    await invoke();
    await on.call("PUT", "/functions/f", { timeout: 8 });
    await invoke();
    const [first, second, third] = on.executor.runs.map(({ fn }) => fn.revision);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});
