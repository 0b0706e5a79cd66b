import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ApiError } from "../../../offline/aliyun/core/error.ts";
import { ACCOUNT, Fc, payloadOf, REGION, type Stage, settled, stage } from "./harness.ts";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
beforeEach(async () => {
  await on.server.reset();
  on.executor.runs.length = 0;
  on.around.attached.length = 0;
  on.around.roles.clear();
  delete on.around.refuseSource;
  await on.make("f1");
});
afterAll(() => on.server.stop());

const ROLE = `acs:ram::${ACCOUNT}:role/t`;
const path = "/functions/f1/triggers";

const make = (type: string, config: object, rest: object = {}) =>
  on.call("POST", path, {
    ...{ qualifier: "LATEST", triggerName: "t1", triggerType: type, triggerConfig: JSON.stringify(config) },
    ...rest,
  });

const timer = { cronExpression: "@every 4m", enable: true, payload: "p" };

describe("triggers", () => {
  test("can be created, read, updated, listed and deleted as the provider does it", async () => {
    const made = await make("timer", timer);
    expect(made.body).toMatchObject({ triggerName: "t1", triggerConfig: JSON.stringify(timer), qualifier: "LATEST" });
    const read = await on.client.getTrigger("f1", "t1");
    expect(read.body?.triggerId).toMatch(/^[0-9a-f]{8}-/);
    expect(read.body).toMatchObject({ targetArn: `acs:fc:${REGION}:${ACCOUNT}:functions/f1`, triggerType: "timer" });
    const triggerConfig = JSON.stringify({ ...timer, enable: false });
    expect((await on.call("PUT", `${path}/t1`, { triggerConfig })).body.triggerConfig).toBe(triggerConfig);
    const listed = await on.client.listTriggers("f1", new Fc.ListTriggersRequest({}));
    expect(listed.body?.triggers).toHaveLength(1);
    expect((await on.call("DELETE", `${path}/t1`)).status).toBe(204);
    expect((await on.call("GET", `${path}/t1`)).body.Code).toBe("TriggerNotFound");
  });

  test("refuse a second one with the same name, an unknown qualifier and an unknown type", async () => {
    await make("timer", timer);
    expect(await make("timer", timer)).toMatchObject({ status: 409, body: { Code: "TriggerAlreadyExists" } });
    expect((await make("timer", timer, { triggerName: "t2", qualifier: "9" })).body.Code).toBe("VersionNotFound");
    expect((await make("timer", timer, { triggerName: "t2", qualifier: "prod" })).body.Code).toBe("AliasNotFound");
    expect((await make("mnsTopic", {}, { triggerName: "t2" })).body.Code).toBe("InvalidArgument");
  });

  test.each([
    ["timer", { cronExpression: "every day", enable: true }, /cronExpression/],
    ["timer", { cron: "0 0 4 * * *" }, /cron/],
    ["timer", { ...timer, payload: "x".repeat(131_073) }, /128 KB/],
    ["http", { authType: "anonymous" }, /methods/],
    ["http", { authType: "basic", methods: ["GET"] }, /authType/],
    ["http", { authType: "jwt", methods: ["GET"] }, /jwks/],
    ["oss", { events: ["oss:ObjectCreated:Put"] }, /events/],
    ["oss", { events: [] }, /events/],
    ["log", { sourceConfig: {}, jobConfig: { maxRetryTime: 1, triggerInterval: 1 }, enable: true }, /logstore/],
    ["mns_topic", { filterTag: "x".repeat(17) }, /filterTag/],
    ["tablestore", { batch: 1 }, /batch/],
    ["eventbridge", { triggerEnable: true }, /eventSourceConfig/],
  ])("refuse a %s trigger with %j", async (type, config, message) => {
    const { status, body } = await make(type, config);
    expect({ status, code: body.Code }).toEqual({ status: 400, code: "InvalidArgument" });
    expect(body.Message).toMatch(message);
  });
});

describe("triggers on other services", () => {
  const sources = {
    oss: [
      { events: ["oss:ObjectCreated:PutObject"], filter: { key: { prefix: "in/", suffix: "" } } },
      "oss.aliyuncs.com",
      `acs:oss:${REGION}:${ACCOUNT}:bucket`,
    ],
    mns_topic: [{ notifyContentFormat: "JSON" }, "mns.aliyuncs.com", `acs:mns:${REGION}:${ACCOUNT}:/topics/t`],
    tablestore: [{}, "ots.aliyuncs.com", `acs:ots:${REGION}:${ACCOUNT}:instance/i/table/t`],
    log: [
      {
        sourceConfig: { logstore: "src", startTime: null },
        jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
        functionParameter: { k: "v" },
        logConfig: { project: "my-project", logstore: "job" },
        enable: true,
      },
      "log.aliyuncs.com",
      `acs:log:${REGION}:${ACCOUNT}:project/p`,
    ],
  } as const;

  test.each(Object.entries(sources))(
    "register a %s trigger with its service and remove it",
    async (type, [config, service, sourceArn]) => {
      on.around.roles.set(ROLE, [service]);
      expect((await make(type, config, { sourceArn, invocationRole: ROLE })).status).toBe(200);
      expect(on.around.attached).toMatchObject([
        { functionName: "f1", qualifier: "LATEST", triggerName: "t1", sourceArn, invocationRole: ROLE, region: REGION },
      ]);
      await on.call("DELETE", `${path}/t1`);
      expect(on.around.attached).toEqual([]);
    },
  );

  test("refuse changes to the settings of a topic trigger", async () => {
    const [config, service, sourceArn] = sources.mns_topic;
    on.around.roles.set(ROLE, [service]);
    await make("mns_topic", config, { sourceArn, invocationRole: ROLE });
    const change = (body: object) => on.call("PUT", `${path}/t1`, body);
    expect((await change({ description: "d", triggerConfig: JSON.stringify(config) })).body.description).toBe("d");
    const other = await change({ triggerConfig: JSON.stringify({ notifyContentFormat: "STREAM" }) });
    expect(other.body.Message).toMatch(/can't be changed/);
  });

  test("need neither source nor role for EventBridge", async () => {
    const config = {
      triggerEnable: true,
      asyncInvocationType: false,
      eventSourceConfig: {
        eventSourceType: "MNS",
        eventSourceParameters: { sourceMNSParameters: { RegionId: REGION, QueueName: "q", IsBase64Decode: true } },
      },
      eventSinkConfig: { deliveryOption: { eventSchema: "CloudEvents" } },
      runOptions: {
        mode: "event-streaming",
        errorsTolerance: "ALL",
        batchWindow: { CountBasedWindow: 10, TimeBasedWindow: 5 },
      },
    };
    expect((await make("eventbridge", config)).status).toBe(200);
    expect(on.around.attached[0]?.config).toMatchObject(config);
    await on.call("DELETE", "/functions/f1");
    expect(on.around.attached).toEqual([]);
  });

  test("require an existing role that trusts the service, and a source in the same region and account", async () => {
    const [config, service, sourceArn] = sources.oss;
    expect((await make("oss", config, { sourceArn })).body.Message).toMatch(/invocationRole/);
    expect((await make("oss", config, { sourceArn, invocationRole: ROLE })).body.Code).toBe("AccessDenied");
    on.around.roles.set(ROLE, ["mns.aliyuncs.com"]);
    expect((await make("oss", config, { sourceArn, invocationRole: ROLE })).body.Code).toBe("AccessDenied");
    on.around.roles.set(ROLE, [service]);
    for (const wrong of ["bucket", `acs:oss:cn-beijing:${ACCOUNT}:bucket`, `acs:oss:${REGION}:1:bucket`]) {
      const answer = await make("oss", config, { sourceArn: wrong, invocationRole: ROLE });
      expect(answer.body.Message).toMatch(/sourceArn/);
    }
    on.around.refuseSource = new ApiError(404, "NoSuchBucket", "no such bucket");
    expect(await make("oss", config, { sourceArn, invocationRole: ROLE })).toMatchObject({ status: 404 });
    expect((await on.call("GET", path)).body.triggers).toEqual([]);
  });
});

describe("timer triggers", () => {
  const data = mkdtempSync(join(tmpdir(), "polyfn-fc-"));
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  test("call the function on schedule with their payload", async () => {
    await make("timer", { ...timer, cronExpression: "0 0 * * * *" });
    await on.server.clock.advance(2 * 3_600_000);
    expect(on.executor.runs).toHaveLength(2);
    const [first, second] = on.executor.runs.map(({ request }) => JSON.parse(payloadOf(request)));
    expect(first).toEqual({ triggerTime: expect.stringMatching(/T\d\d:00:00Z$/), triggerName: "t1", payload: "p" });
    expect(Date.parse(second.triggerTime) - Date.parse(first.triggerTime)).toBe(3_600_000);
  });

  test("do not call while they are disabled or after deletion", async () => {
    await make("timer", { ...timer, enable: false });
    await on.server.clock.advance(600_000);
    expect(on.executor.runs).toHaveLength(0);
    await on.call("PUT", `${path}/t1`, { triggerConfig: JSON.stringify(timer) });
    await on.server.clock.advance(250_000);
    expect(on.executor.runs).toHaveLength(1);
    await on.call("DELETE", `${path}/t1`);
    await on.server.clock.advance(600_000);
    expect(on.executor.runs).toHaveLength(1);
  });

  test("continue after a restart, as accepted asynchronous calls do", async () => {
    {
      await using before = await stage({ data });
      await before.make("f1");
      await before.call("POST", path, {
        triggerName: "t1",
        triggerType: "timer",
        triggerConfig: JSON.stringify(timer),
      });
      await before.call("PUT", "/functions/f1/concurrency", { reservedConcurrency: 0 });
      await before.call("POST", "/functions/f1/invocations", { n: 1 }, { "x-fc-invocation-type": "Async" });
      await before.server.clock.advance(10);
      expect(before.executor.runs).toHaveLength(0);
    }
    await using after = await stage({ data });
    expect((await after.call("GET", `${path}/t1`)).body.triggerName).toBe("t1");
    await after.call("DELETE", "/functions/f1/concurrency");
    await after.server.clock.advance(5 * 60_000);
    await settled();
    const payloads = after.executor.runs.map(({ request }) => JSON.parse(payloadOf(request)));
    expect(payloads).toEqual([{ n: 1 }, { triggerTime: expect.any(String), triggerName: "t1", payload: "p" }]);
  });
});
