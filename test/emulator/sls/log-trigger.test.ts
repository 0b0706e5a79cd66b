import { beforeEach, describe, expect, it } from "vitest";
import type { LogsPort, TriggerBinding } from "../../../offline/aliyun/core/ports.ts";
import type { World } from "../../../offline/aliyun/core/world.ts";
import { createSls } from "../../../offline/aliyun/services/sls/index.ts";
import { ask, FakeFunctions, fakeWorld } from "./inside.ts";

interface Event {
  readonly parameter: object;
  readonly source: {
    readonly endpoint: string;
    readonly projectName: string;
    readonly logstoreName: string;
    readonly shardId: number;
    readonly beginCursor: string;
    readonly endCursor: string;
  };
  readonly jobName: string;
  readonly taskId: string;
  readonly cursorTime: number;
}

const host = { subject: "proj" };
const config = {
  sourceConfig: { logstore: "source" },
  jobConfig: { maxRetryTime: 2, triggerInterval: 60 },
  functionParameter: { polyfn: "stream", trigger: "t" },
  logConfig: { project: "proj", logstore: "jobs" },
  enable: true,
};
const binding: TriggerBinding<"log"> = {
  id: "fn/t",
  region: "cn-hangzhou",
  functionName: "fn",
  qualifier: "LATEST",
  triggerName: "t",
  sourceArn: "acs:log:cn-hangzhou:1234567890123456:project/proj",
  invocationRole: "acs:ram::1234567890123456:role/invoke",
  config,
};

function setUp() {
  const functions = new FakeFunctions();
  const forbidden = new Set<string>();
  const world = fakeWorld(functions, forbidden);
  const sls = createSls(world);
  const logs = sls.logs as LogsPort;
  Object.assign(world, { logs } satisfies Partial<World>);
  const source = sls.sources?.log;
  if (!source) throw new Error("the log service hears no triggers");
  const write = (message: string, logstore = "source") =>
    logs.append(
      { region: "cn-hangzhou", project: "proj", logstore },
      [{ time: world.clock.now(), fields: { message } }],
      { service: "test" },
    );
  return { functions, forbidden, world, service: sls.service, source, write };
}
let here: ReturnType<typeof setUp>;

beforeEach(async () => {
  here = setUp();
  await ask(here.service, "POST", "/", { body: { projectName: "proj", description: "" } });
  for (const logstoreName of ["source", "jobs"]) {
    await ask(here.service, "POST", "/logstores", { host, body: { logstoreName, ttl: 1, shardCount: 1 } });
  }
});

const minute = () => here.world.clock.advance(60_000);

/** The number of log groups that a function finds between the cursors of its event. */
async function pulled({ source }: Event): Promise<number> {
  const { headers } = await ask(here.service, "GET", `/logstores/source/shards/${source.shardId}`, {
    host,
    query: { type: "logs", cursor: source.beginCursor, end_cursor: source.endCursor, count: "1000" },
  });
  return Number(headers?.["x-log-count"]);
}

describe("a log trigger", () => {
  it("calls the function every interval with the cursors of new logs", async () => {
    here.write("before the trigger");
    here.source.attach(binding);
    here.write("one");
    here.write("two");
    await minute();
    const [event, ...more] = here.functions.take<Event>();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      parameter: { polyfn: "stream", trigger: "t" },
      source: {
        endpoint: "http://cn-hangzhou-intranet.log.aliyuncs.com",
        projectName: "proj",
        logstoreName: "source",
        shardId: 0,
      },
    });
    expect(event && (await pulled(event))).toBe(2);
    await minute();
    expect(here.functions.calls).toEqual([]);
    here.write("three");
    await minute();
    const [next] = here.functions.take<Event>();
    expect(next?.source.beginCursor).toBe(event?.source.endCursor);
  });

  it("calls with the invocation role and waits for the answer", async () => {
    here.source.attach(binding);
    here.write("one");
    await minute();
    expect(here.functions.calls).toMatchObject([
      { type: "Sync", functionName: "fn", actor: { service: "log.aliyuncs.com", role: binding.invocationRole } },
    ]);
  });

  it("does not call the function while its role may not read the logs", async () => {
    here.forbidden.add("log:GetCursorOrData");
    here.source.attach(binding);
    here.write("one");
    await minute();
    expect(here.functions.calls).toEqual([]);
    here.forbidden.clear();
    await minute();
    expect(here.functions.calls).toHaveLength(1);
  });

  it("retries a range until the function succeeds before it continues", async () => {
    let failures = 5;
    here.functions.answer = () => (failures-- > 0 ? { errorType: "UnhandledInvocationError" } : {});
    here.source.attach(binding);
    here.write("one");
    await minute();
    here.write("meanwhile");
    await here.world.clock.advance(120_000);
    const events = here.functions.take<Event>();
    const ranges = events.map(({ source }) => `${source.beginCursor} ${source.endCursor}`);
    expect(new Set(ranges.slice(0, 6)).size).toBe(1);
    expect(events).toHaveLength(7);
    expect(events[6]?.source.beginCursor).toBe(events[0]?.source.endCursor);
  });

  it("writes the result of each call to its job log", async () => {
    let failures = 1;
    here.functions.answer = () =>
      failures-- > 0 ? { errorType: "HandledInvocationError", body: Buffer.from("no") } : {};
    await ask(here.service, "POST", "/logstores/jobs/index", { host, body: { line: { token: [" "] } } });
    here.source.attach(binding);
    here.write("one");
    await here.world.clock.advance(65_000);
    const now = Math.floor(here.world.clock.now() / 1000);
    const { body } = await ask(here.service, "POST", "/logstores/jobs/logs", {
      host,
      body: { from: now - 600, to: now + 1, query: "*" },
    });
    const { data } = JSON.parse(String(body)) as { data: { status: string; errorMessage: string }[] };
    expect(data.map(({ status, errorMessage }) => [status, errorMessage])).toEqual([
      ["Fail", "HandledInvocationError: no"],
      ["Success", ""],
    ]);
  });

  it("starts at the configured time", async () => {
    here.write("long ago");
    await here.world.clock.advance(3600_000);
    const startTime = Math.floor(here.world.clock.now() / 1000) - 60;
    here.write("just now");
    here.source.attach({ ...binding, config: { ...config, sourceConfig: { logstore: "source", startTime } } });
    await minute();
    const [event] = here.functions.take<Event>();
    expect(event && (await pulled(event))).toBe(1);
  });

  it("stops when it is deleted or disabled", async () => {
    here.source.attach(binding);
    here.source.detach(binding);
    here.source.attach({ ...binding, id: "fn/u", config: { ...config, enable: false } });
    here.write("one");
    await minute();
    expect(here.functions.calls).toEqual([]);
  });

  it("continues at its position after a restart", async () => {
    here.source.attach(binding);
    here.write("one");
    await minute();
    here.functions.take();
    here.write("while it was away");
    const kept = JSON.parse(JSON.stringify(here.service.snapshot())) as object;
    here = setUp();
    await here.service.restore(kept);
    here.source.attach(binding);
    await minute();
    const [event] = here.functions.take<Event>();
    expect(event && (await pulled(event))).toBe(1);
  });

  it.each([
    [
      "a logstore that does not exist",
      { config: { ...config, sourceConfig: { logstore: "none" } } },
      "LogStoreNotExist",
    ],
    ["a project that does not exist", { sourceArn: "acs:log:cn-hangzhou:1:project/none" }, "ProjectNotExist"],
    ["an ARN of something else", { sourceArn: "acs:oss:cn-hangzhou:1:bucket" }, "InvalidArgument"],
    ["no role", { invocationRole: undefined }, "InvalidArgument"],
  ] satisfies [string, Partial<TriggerBinding<"log">>, string][])("is refused with %s", (_, change, code) => {
    expect(() => here.source.check({ ...binding, ...change })).toThrow(expect.objectContaining({ code }) as Error);
  });

  it("accepts the documented configuration", () => {
    expect(() => here.source.check(binding)).not.toThrow();
  });
});
