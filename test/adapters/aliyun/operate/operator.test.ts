import { type AliyunServer, startAliyun } from "@polyfn/aliyun-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, createApi } from "../../../../adapters/aliyun/operate/api.ts";
import { operate } from "../../../../adapters/aliyun/operate/index.ts";
import type { LogLine, Operator } from "../../../../adapters/operate.ts";
import { UserError } from "../../../../model/errors.ts";
import {
  ACCOUNT,
  bucket,
  bus,
  code,
  ECHO,
  fn,
  makeFunction,
  makeResources,
  PLACE,
  people,
  queue,
  REGION,
  stream,
  table,
  topic,
} from "./deployed.ts";

let server: AliyunServer;
let operator: Operator;
let api: Api;

beforeAll(async () => {
  server = await startAliyun();
  operator = await operate.open({ region: REGION, settings: {}, endpoint: server.url });
  api = createApi(async () => ({ accessKeyId: "offline", accessKeySecret: "offline" }), server.url);
  await makeFunction(server, api);
  await makeResources(server);
});
afterAll(() => server.stop());

describe("the operator of Aliyun", () => {
  it("calls a function and returns answer, log and duration", async () => {
    const answer = await operator.invoke(fn, { mode: "sync", payload: '{"say":"hello"}' });
    expect(answer).toMatchObject({
      payload: 'first:{"say":"hello"}',
      logs: [
        { text: "hello", level: "debug" },
        { text: "plain hello", level: "debug" },
      ],
      requestId: expect.any(String),
    });
    expect(answer.error).toBeUndefined();
    expect(answer.durationMs).toBeGreaterThan(0);
    expect(answer.billedMs).toBe(Math.ceil(answer.durationMs ?? 0));
  });

  it("returns the name of the error that a function failed with", async () => {
    const { error, payload } = await operator.invoke(fn, { mode: "sync", payload: '{"fail":"no"}' });
    expect(error).toBe("TypeError");
    expect(JSON.parse(payload ?? "")).toMatchObject({ errorMessage: "no" });
  });

  it("hands a call over, and tries whether it is possible", async () => {
    expect(await operator.invoke(fn, { mode: "async", payload: "{}" })).toEqual({
      requestId: expect.any(String),
      logs: [],
    });
    const tried = await operator.invoke(fn, { mode: "dry-run" });
    expect(tried).toMatchObject({ logs: [], unchecked: expect.stringContaining("cannot try a call") });
    await expect(operator.invoke(fn, { mode: "dry-run", qualifier: "none" })).rejects.toThrow(UserError);
  });

  it("refuses a payload before it is sent when it is too large", async () => {
    const payload = JSON.stringify("x".repeat(128 * 1024));
    await expect(operator.invoke(fn, { mode: "async", payload })).rejects.toThrow(
      "The payload has 131074 bytes; Function Compute takes at most 131072 with an asynchronous call.",
    );
  });

  it("reads the log page by page, and no line twice", async () => {
    const since = new Date(server.clock.now() - 60_000);
    const first = await operator.logs(fn, { since });
    const { requestId } = await operator.invoke(fn, { mode: "sync", payload: '{"say":"again"}' });
    const texts = (lines: readonly LogLine[]) => lines.map(({ text, level, requestId: id }) => ({ text, level, id }));
    const second = await operator.logs(fn, { since, cursor: first.cursor });
    expect(texts(second.lines)).toEqual([
      { text: "again", level: "debug", id: requestId },
      { text: "plain again", level: "debug", id: requestId },
    ]);
    expect((await operator.logs(fn, { since, cursor: second.cursor })).lines).toEqual([]);
    const found = await operator.logs(fn, { since, filter: "plain again" });
    expect(texts(found.lines)).toEqual([{ text: "plain again", level: "debug", id: requestId }]);
    expect((await operator.logs(fn, { since, ...(requestId && { requestId }) })).lines).toHaveLength(2);
  });

  it("writes a line into the log, and reads it", async () => {
    const since = new Date(server.clock.now() - 60_000);
    await operator.writeLog?.(fn, "written from outside");
    const { lines } = await operator.logs(fn, { since, filter: "outside" });
    expect(lines.map(({ text }) => text)).toEqual(["written from outside"]);
  });

  it("fires the timer of a trigger with its stored payload", async () => {
    const { rule, input } = await operator.fireSchedule(fn, "daily", new Date("2026-01-31T08:00:00.500Z"));
    expect(rule).toBe("app-echo-daily");
    expect(JSON.parse(input)).toEqual({
      triggerTime: "2026-01-31T08:00:00Z",
      triggerName: "app-echo-daily",
      payload: '{"polyfn":"schedule","trigger":"daily","input":{"n":1}}',
    });
    await expect(operator.fireSchedule(fn, "weekly", new Date())).rejects.toThrow(
      'No timer of the trigger "weekly" calls app-echo; its timers: app-echo-daily.',
    );
  });

  it("replaces the code, and calls reach it at once", async () => {
    await operator.replaceCode(fn, code('exports.handler = async () => "second";'));
    expect((await operator.invoke(fn, { mode: "sync" })).payload).toBe("second");
    await operator.replaceCode(fn, code(ECHO));
  });

  it("moves the alias of a function to its new code", async () => {
    const call = { product: "fc", ...PLACE, method: "POST" } as const;
    const path = `/2023-03-30/functions/${fn.name}`;
    await api.call({ ...call, action: "PublishFunctionVersion", path: `${path}/versions`, body: {} });
    await api.call({
      ...call,
      action: "CreateAlias",
      path: `${path}/aliases`,
      body: { aliasName: "live", versionId: "1" },
    });
    await operator.replaceCode({ ...fn, id: `${fn.id}/live` }, code('exports.handler = async () => "third";'));
    expect((await operator.invoke(fn, { mode: "sync", qualifier: "live" })).payload).toBe("third");
    await operator.replaceCode(fn, code(ECHO));
    expect((await operator.invoke(fn, { mode: "sync", qualifier: "live" })).payload).toBe("third");
  });

  it("puts, lists, reads and deletes objects", async () => {
    const key = "in/a b+ü.txt";
    await operator.putObject(bucket, key, Buffer.from("content"), "text/plain");
    await operator.putObject(bucket, "out/x", new Uint8Array([0, 255]));
    expect(Buffer.from((await operator.getObject(bucket, key)) ?? []).toString()).toBe("content");
    expect(await operator.listObjects(bucket)).toEqual([key, "out/x"]);
    expect(await operator.listObjects(bucket, "out/")).toEqual(["out/x"]);
    await operator.deleteObject(bucket, key);
    expect(await operator.getObject(bucket, key)).toBeUndefined();
  });

  it("sends and takes messages, whatever they contain", async () => {
    expect(await operator.takeMessages(queue)).toEqual([]);
    await operator.sendMessage(queue, '{"a":"<ü>&"}');
    await operator.sendMessage(queue, "with id", { deduplicationId: "d1" });
    expect((await operator.takeMessages(queue)).toSorted()).toEqual(["with id", '{"a":"<ü>&"}']);
    expect(await operator.takeMessages(queue)).toEqual([]);
  });

  it("publishes, puts records and events", async () => {
    await operator.publish(topic, "<news>", { level: "high" });
    await operator.putRecord(stream, "k1", '{"page":"/ü"}');
    await operator.putEvent(bus, { source: "shop", type: "order.placed", data: { total: 1 } });
    await expect(operator.publish({ ...topic, name: "none" }, "x")).rejects.toThrow("does not know none");
  });

  it("puts, reads, queries and deletes rows with every type of value", async () => {
    const row = {
      day: "mon",
      n: 1,
      customer: "ann",
      size: 1.5,
      big: 2n ** 60n,
      ok: true,
      none: null,
      list: [1, "x"],
      bytes: new Uint8Array([1, 2]),
    };
    await operator.putRow(table, row);
    await operator.putRow(table, { day: "mon", n: -2, customer: "bob" });
    expect(await operator.getRow(table, { day: "mon", n: 1 })).toEqual(row);
    expect((await operator.queryRows(table, "day", "mon")).map(({ n }) => n)).toEqual([-2, 1]);
    expect(await operator.queryRows(table, "customer", "ann")).toEqual([row]);
    await expect(operator.queryRows(table, "size", "1")).rejects.toThrow('"size" is not the partition key');
    await operator.deleteRow(table, { day: "mon", n: 1 });
    expect(await operator.getRow(table, { day: "mon", n: 1 })).toBeUndefined();
  });

  it("queries a table whose key is one column", async () => {
    await operator.putRow(people, { id: "ann", age: 41 });
    expect(await operator.queryRows(people, "id", "ann")).toEqual([{ id: "ann", age: 41 }]);
    expect(await operator.queryRows(people, "id", "bob")).toEqual([]);
  });

  it("says what is missing, with the cloud's code", async () => {
    const missing = { name: "none", id: `acs:fc:${REGION}:${ACCOUNT}:functions/none` };
    await expect(operator.invoke(missing, { mode: "sync" })).rejects.toThrow(UserError);
    await expect(operator.invoke(missing, { mode: "sync" })).rejects.toThrow(/does not know none: .*FunctionNotFound/);
    await expect(operator.putObject({ ...bucket, name: "none" }, "k", Buffer.from(""))).rejects.toThrow(/NoSuchBucket/);
    await expect(operator.sendMessage({ ...queue, name: "none" }, "x")).rejects.toThrow(/QueueNotExist/);
    await expect(operator.getRow({ ...table, name: "none" }, { day: "x" })).rejects.toThrow(/OTSObjectNotExist/);
    await expect(
      operator.readSecret({ name: "none", id: `acs:oos:${REGION}:${ACCOUNT}:secretparameter/none` }),
    ).rejects.toThrow(/NotExist/);
  });

  it("says that the credentials are wrong", async () => {
    const strict = await startAliyun({ strict: true });
    const credentials = { accessKeyId: "LTAIwrong", accessKeySecret: "x" };
    const other = await operate.open({ region: REGION, settings: {}, endpoint: strict.url, credentials });
    const calls = [
      other.invoke(fn, { mode: "sync" }),
      other.putObject(bucket, "k", Buffer.from("")),
      other.sendMessage(queue, "x"),
      other.getRow(table, { day: "x", n: 1 }),
      other.putRecord(stream, "k", "x"),
      other.putEvent(bus, { source: "a", type: "b", data: {} }),
    ];
    const messages = (await Promise.allSettled(calls)).map((one) =>
      one.status === "rejected" ? one.reason.message : "",
    );
    for (const message of messages) expect(message).toContain("does not accept the credentials");
    await strict.stop();
  });

  it("says that nothing answers", async () => {
    const lost = await operate.open({ region: REGION, settings: { endpoint: "http://127.0.0.1:9" } });
    const calls = [
      lost.invoke(fn, { mode: "sync" }),
      lost.putObject(bucket, "k", Buffer.from("")),
      lost.sendMessage(queue, "x"),
      lost.getRow(table, { day: "x", n: 1 }),
    ];
    for (const one of await Promise.allSettled(calls)) {
      expect(one).toMatchObject({
        reason: { message: "The server at http://127.0.0.1:9 does not answer: connect ECONNREFUSED 127.0.0.1:9." },
      });
    }
  });
});
