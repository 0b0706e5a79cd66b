import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TriggerBinding } from "../../../offline/aliyun/core/ports.ts";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createEventBridge } from "../../../offline/aliyun/services/eventbridge/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { type MnsClient, mnsClient, refusal } from "../mns/client.ts";
import { FakeFunctions, settled } from "../support/fake-functions.ts";
import { cloudEvent, type EventClient, eventClient } from "./client.ts";
import { queueTrigger } from "./queue-trigger.ts";

const functions = new FakeFunctions();
let server: AliyunServer;
let client: EventClient;
let mns: MnsClient;

beforeAll(async () => {
  server = await startAliyun({ services: { fc: functions.create, mns: createMns, eventbridge: createEventBridge } });
  client = eventClient(server.url);
  mns = mnsClient(server.url);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.reset();
  functions.calls.length = 0;
  functions.outcome = () => ({});
  await mns.createQueue("jobs", { VisibilityTimeout: 30 });
  await mns.createQueue("dead");
});

const DEAD = { Arn: "acs:mns:cn-hangzhou:1234567890123456:/queues/dead" };

const onQueue = (runOptions: object = {}, more: object = {}): TriggerBinding<"eventbridge"> =>
  functions.attach("eventbridge", { config: { ...queueTrigger, runOptions, ...more } });

const send = (MessageBody: string) => mns.sendMessage("jobs", { MessageBody });
const bodiesOf = (payload: unknown) =>
  [payload].flat().map((event) => (event as { data: { messageBody: string } }).data.messageBody);

describe("a queue trigger with single events", () => {
  it("calls the function once for each message and deletes the message", async () => {
    await send("plain");
    const trigger = onQueue();
    await send(Buffer.from("encoded ä").toString("base64"));
    await settled();
    expect(functions.payloads.map(bodiesOf)).toEqual([["plain"], ["encoded ä"]]);
    expect(functions.payloads[0]).toEqual({
      id: expect.any(String),
      source: `MNS-fn-${trigger.triggerName}`,
      specversion: "1.0",
      type: "mns:Queue:SendMessage",
      datacontenttype: "application/json; charset=utf-8",
      subject: "acs:mns:cn-hangzhou:1234567890123456:queues/jobs",
      time: expect.stringMatching(/Z$/),
      aliyunaccountid: "1234567890123456",
      aliyunpublishtime: expect.any(String),
      aliyunoriginalaccountid: "1234567890123456",
      aliyuneventbusname: `MNS-fn-${trigger.triggerName}`,
      aliyunregionid: "cn-hangzhou",
      data: { requestId: expect.any(String), messageId: expect.stringMatching(/^[0-9A-F]{32}$/), messageBody: "plain" },
    });
    expect(functions.calls[0]).toMatchObject({ type: "Sync", actor: { service: "eventbridge.aliyuncs.com" } });
    await server.clock.advance(60_000);
    expect(await refusal(mns.receiveMessage("jobs"))).toBe("MessageNotExist");
    functions.world.sources.eventbridge.detach(trigger);
    await server.clock.advance(30_000);
    await send("after");
    await settled();
    expect(functions.calls).toHaveLength(2);
  });

  it("keeps waiting messages when the trigger is updated or deleted", async () => {
    const trigger = onQueue();
    functions.world.sources.eventbridge.attach(trigger);
    await send("after the change");
    await settled();
    expect(functions.payloads.map(bodiesOf)).toEqual([["after the change"]]);
    functions.world.sources.eventbridge.detach(trigger);
    await send("after the end");
    await settled();
    expect(functions.calls).toHaveLength(1);
    expect((await mns.receiveMessage("jobs")).body.MessageBody).toBe("after the end");
  });

  it("retries a failing function, then sends the message to the dead-letter queue", async () => {
    onQueue({ mode: "event-driven", retryStrategy: { PushRetryStrategy: "BACKOFF_RETRY" }, deadLetterQueue: DEAD });
    functions.outcome = ({ payload }) =>
      bodiesOf(JSON.parse(payload.toString()))[0] === "bad" ? { errorType: "ExitedError" } : {};
    await send("bad");
    await send("good");
    await settled();
    expect(functions.payloads.flatMap(bodiesOf)).toEqual(["bad", "good"]);
    await server.clock.advance(60_000);
    await settled();
    expect(functions.calls).toHaveLength(5);
    expect(bodiesOf(JSON.parse((await mns.receiveMessage("dead")).body.MessageBody ?? ""))).toEqual(["bad"]);
  });

  it("delivers nothing while it is disabled or when its pattern does not match", async () => {
    onQueue({}, { triggerEnable: false });
    await send("kept");
    await settled();
    expect(functions.calls).toHaveLength(0);
    onQueue({}, { eventRuleFilterPattern: '{"data":{"messageBody":["wanted"]}}' });
    await send("wanted");
    await settled();
    expect(functions.payloads.flatMap(bodiesOf)).toEqual(["wanted"]);
  });
});

describe("a queue trigger with batches", () => {
  const window = (count: number, seconds: number, more: object = {}) =>
    onQueue({ mode: "event-streaming", batchWindow: { CountBasedWindow: count, TimeBasedWindow: seconds }, ...more });

  it("sends a batch when it is full or its window ends", async () => {
    window(2, 5);
    for (const body of ["a", "b", "c"]) await send(body);
    await settled();
    expect(functions.payloads.map(bodiesOf)).toEqual([["a", "b"]]);
    await server.clock.advance(5000);
    await settled();
    expect(functions.payloads.map(bodiesOf)).toEqual([["a", "b"], ["c"]]);
  });

  it("continues with the next batch after one fails, or stops, as configured", async () => {
    window(2, 0, { errorsTolerance: "ALL", deadLetterQueue: DEAD });
    functions.outcome = ({ payload }) => (payload.includes('"bad"') ? { errorType: "FunctionTimeout" } : {});
    await mns.batchSendMessage("jobs", [{ MessageBody: "bad" }, { MessageBody: "with it" }, { MessageBody: "next" }]);
    await settled();
    expect(functions.payloads.map(bodiesOf).at(-1)).not.toEqual(["next"]);
    for (let step = 0; step < 8; step++) await server.clock.advance(10_000);
    await settled();
    expect(functions.payloads.map(bodiesOf).at(-1)).toEqual(["next"]);
    const { body } = await mns.batchReceiveMessage("dead", 16);
    expect(body.flatMap(({ MessageBody }) => bodiesOf(JSON.parse(MessageBody ?? "")))).toContain("bad");
    await server.clock.advance(60_000);
    expect(await refusal(mns.receiveMessage("jobs"))).toBe("MessageNotExist");
  });

  it("stops at an error that is not tolerated", async () => {
    window(1, 0, { errorsTolerance: "NONE" });
    functions.outcome = () => ({ errorType: "FunctionTimeout" });
    await send("first");
    await send("second");
    for (let step = 0; step < 30; step++) await server.clock.advance(10_000);
    expect(new Set(functions.payloads.flatMap(bodiesOf))).toEqual(new Set(["first"]));
    functions.outcome = () => ({});
    for (let step = 0; step < 3; step++) await server.clock.advance(10_000);
    await settled();
    expect(functions.payloads.flatMap(bodiesOf).at(-1)).toBe("second");
  });

  it("sends the data alone when configured so", async () => {
    onQueue({ mode: "event-streaming" }, { eventSinkConfig: { deliveryOption: { eventSchema: "RawData" } } });
    await send("x");
    await settled();
    expect(functions.payloads).toEqual([
      [{ requestId: expect.any(String), messageId: expect.any(String), messageBody: "x" }],
    ]);
  });
});

describe("a trigger on the default bus", () => {
  it("calls the function with matching events and appears among the bus's rules", async () => {
    const trigger = functions.attach("eventbridge", {
      triggerName: "paid",
      config: {
        triggerEnable: true,
        asyncInvocationType: true,
        eventRuleFilterPattern: '{"type":["order.paid"]}',
        eventSourceConfig: { eventSourceType: "Default" },
      },
    });
    await client.putEvents([cloudEvent("order.paid", { total: 1 }), cloudEvent("order.sent", {})]);
    await settled();
    expect(functions.payloads).toEqual([expect.objectContaining({ type: "order.paid", data: { total: 1 } })]);
    expect(functions.calls[0]).toMatchObject({ type: "Async", functionName: "fn", qualifier: "LATEST" });
    functions.world.sources.eventbridge.detach(trigger);
    await client.putEvents([cloudEvent("order.paid", {})]);
    await settled();
    expect(functions.calls).toHaveLength(1);
  });
});

describe("an invalid EventBridge trigger", () => {
  it("is refused with the reason", () => {
    const source =
      (eventSourceConfig: object, more: object = {}) =>
      () =>
        functions.attach("eventbridge", { config: { eventSourceConfig, ...more } });
    expect(source({ eventSourceType: "Kafka" })).toThrow(/only Default and MNS/);
    expect(source({ eventSourceType: "MNS" })).toThrow(/sourceMNSParameters/);
    const queue = { eventSourceType: "MNS", eventSourceParameters: { sourceMNSParameters: { QueueName: "none" } } };
    expect(source(queue)).toThrow(/no queue none/);
    expect(source({ eventSourceType: "Default" }, { eventRuleFilterPattern: "[]" })).toThrow(/filter pattern/);
    expect(source({ eventSourceType: "Default" }, { runOptions: { mode: "other" } })).toThrow(/runOptions.mode/);
    expect(source({ eventSourceType: "Default" }, { unknown: 1 })).toThrow(/triggerConfig/);
  });
});
