import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createEventBridge } from "../../../offline/aliyun/services/eventbridge/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { mnsClient } from "../mns/client.ts";
import { callRpc, codeOf } from "../support/call.ts";
import { FakeFunctions, settled } from "../support/fake-functions.ts";
import { cloudEvent, type EventClient, eventClient, sdk } from "./client.ts";

const functions = new FakeFunctions();
let server: AliyunServer;
let client: EventClient;

beforeAll(async () => {
  const services = { ram: createRam, fc: functions.create, mns: createMns, eventbridge: createEventBridge };
  server = await startAliyun({ services, strict: true });
  client = eventClient(server.url);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.reset();
  functions.calls.length = 0;
  functions.outcome = () => ({});
});

const call = async (action: string, query: Record<string, string>) =>
  (await callRpc(server, "2020-04-01", action, query)) as {
    Code?: string;
    Success?: boolean;
    Data?: Record<string, unknown>;
  };

const FUNCTION = {
  Id: "function",
  Type: "acs.fc.function",
  Endpoint: "acs:fc:cn-hangzhou:1234567890123456:functions/fn",
  ParamList: [
    { ResourceKey: "Body", Form: "ORIGINAL" },
    { ResourceKey: "functionName", Form: "CONSTANT", Value: "fn" },
    { ResourceKey: "Qualifier", Form: "CONSTANT", Value: "LATEST" },
  ],
};

const createRule = (bus: string, pattern: object, targets: readonly object[], name = "rule") =>
  call("CreateRule", {
    EventBusName: bus,
    RuleName: name,
    FilterPattern: JSON.stringify(pattern),
    EventTargets: JSON.stringify(targets),
  });

describe("EventBridge's RPC interface, as the Terraform provider uses it", () => {
  it("creates, reads, updates and deletes buses, and answers EventBusNotExist without an HTTP error", async () => {
    expect(await call("CreateEventBus", { EventBusName: "shop", Description: "d" })).toMatchObject({
      Code: "Success",
      Success: true,
    });
    expect(await codeOf(call("CreateEventBus", { EventBusName: "shop" }))).toBe("EventBusExist");
    expect((await call("GetEventBus", { EventBusName: "shop", RegionId: "cn-hangzhou" })).Data).toMatchObject({
      EventBusName: "shop",
      Description: "d",
      EventBusARN: "acs:eventbridge:cn-hangzhou:1234567890123456:eventbus/shop",
    });
    await call("UpdateEventBus", { EventBusName: "shop", Description: "e" });
    expect((await call("ListEventBuses", {})).Data).toMatchObject({
      EventBuses: [{ EventBusName: "shop", Description: "e" }, { EventBusName: "default" }],
    });
    await call("DeleteEventBus", { EventBusName: "shop" });
    expect(await call("GetEventBus", { EventBusName: "shop" })).toMatchObject({
      Code: "EventBusNotExist",
      Success: false,
    });
  });

  it("creates, reads, updates, disables and deletes rules", async () => {
    await call("CreateEventBus", { EventBusName: "shop" });
    await createRule("shop", { type: ["a"] }, [{ ...FUNCTION, DeadLetterQueue: {} }]);
    const named = { EventBusName: "shop", RuleName: "rule" };
    expect((await call("GetRule", named)).Data).toMatchObject({
      ...named,
      Status: "ENABLE",
      FilterPattern: '{"type":["a"]}',
      Targets: [{ ...FUNCTION, PushRetryStrategy: "BACKOFF_RETRY" }],
    });
    await call("UpdateRule", { ...named, FilterPattern: '{"type":["b"]}', Description: "d" });
    await call("DisableRule", named);
    const queue = { Id: "queue", Type: "acs.mns.queue", Endpoint: "acs:mns:cn-hangzhou:1234567890123456:queues/q" };
    await call("PutTargets", { ...named, Targets: JSON.stringify([queue]) });
    await call("DeleteTargets", { ...named, TargetIds: '["function"]' });
    expect((await call("GetRule", named)).Data).toMatchObject({
      Status: "DISABLE",
      FilterPattern: '{"type":["b"]}',
      Description: "d",
      Targets: [queue],
    });
    await call("EnableRule", named);
    expect((await call("ListRules", { EventBusName: "shop" })).Data).toMatchObject({
      Rules: [{ Status: "ENABLE" }],
      Total: 1,
    });
    await call("DeleteRule", named);
    expect((await call("GetRule", named)).Code).toBe("EventRuleNotExisted");
  });

  it("reads the status of a rule in lower case, as the vendor's examples write it", async () => {
    const named = { EventBusName: "default", RuleName: "small" };
    const rule = { ...named, FilterPattern: '{"type":["a"]}', Targets: JSON.stringify([FUNCTION]) };
    await call("CreateRule", { ...rule, Status: "disable" });
    expect((await call("GetRule", named)).Data).toMatchObject({ Status: "DISABLE" });
    await call("DeleteRule", named);
    expect(await codeOf(call("CreateRule", { ...rule, Status: "off" }))).toBe("InvalidArgument");
  });

  it("refuses invalid patterns and targets", async () => {
    expect(await codeOf(createRule("default", { type: "a" }, []))).toBe("InvalidFilterPattern");
    expect(await codeOf(createRule("default", {}, [{ Id: "x", Type: "acs.sms", Endpoint: "e" }]))).toBe(
      "InvalidArgument",
    );
    expect(await codeOf(createRule("default", {}, [{ ...FUNCTION, PushRetryStrategy: "NEVER" }]))).toBe(
      "InvalidArgument",
    );
    expect(await codeOf(createRule("default", {}, [{ Id: "x", Type: "https", Endpoint: "elsewhere" }]))).toBe(
      "InvalidArgument",
    );
  });

  it("keeps event sources and creates its own service-linked roles", async () => {
    await call("CreateEventBus", { EventBusName: "shop" });
    const parameters = { QueueName: "q", RegionId: "cn-hangzhou", IsBase64Decode: true };
    await call("CreateEventSource", {
      EventBusName: "shop",
      EventSourceName: "s",
      SourceMNSParameters: JSON.stringify(parameters),
    });
    expect((await call("ListUserDefinedEventSources", { Limit: "100" })).Data).toMatchObject({
      EventSourceList: [{ Name: "s", EventBusName: "shop", SourceMNSParameters: parameters }],
    });
    await call("UpdateEventSource", {
      EventBusName: "shop",
      EventSourceName: "s",
      SourceRocketMQParameters: '{"Topic":"t","GroupID":"g"}',
    });
    const { Data } = await call("ListUserDefinedEventSources", { Limit: "100" });
    expect(Data).toMatchObject({ EventSourceList: [{ SourceRocketMQParameters: { Topic: "t", GroupId: "g" } }] });
    await call("DeleteEventSource", { EventBusName: "shop", EventSourceName: "s" });
    const role = { ProductName: "AliyunServiceRoleForEventBridgeSendToFC" };
    expect((await call("CheckRoleForProduct", role)).Data).toMatchObject({ CheckPass: false });
    await call("CreateServiceLinkedRoleForProduct", role);
    expect((await call("CheckRoleForProduct", role)).Data).toMatchObject({
      CheckPass: true,
      StsRoleName: role.ProductName,
    });
    expect(await codeOf(call("CreateServiceLinkedRoleForProduct", { ProductName: "Other" }))).toBe("InvalidArgument");
  });
});

describe("the vendor's EventBridge client", () => {
  it("creates buses and rules, and puts events that reach the function", async () => {
    await client.createEventBus(new sdk.CreateEventBusRequest({ eventBusName: "shop" }));
    const targets = [
      new sdk.TargetEntry({
        id: "t",
        type: "acs.fc.function",
        endpoint: FUNCTION.Endpoint,
        paramList: [new sdk.EBTargetParam({ resourceKey: "Body", form: "ORIGINAL" })],
      }),
    ];
    const named = { eventBusName: "shop", ruleName: "rule" };
    const filterPattern = '{"source":[{"prefix":"shop."}],"type":["order.paid"]}';
    await client.createRule(new sdk.CreateRuleRequest({ ...named, filterPattern, targets }));
    expect(await client.getRule(new sdk.GetRuleRequest(named))).toMatchObject({
      ruleName: "rule",
      status: "ENABLE",
      filterPattern,
    });
    const bus = { aliyuneventbusname: "shop" };
    const answer = await client.putEvents([
      cloudEvent("order.paid", { total: 5 }, { ...bus, tenant: "t1" }),
      cloudEvent("order.sent", {}, bus),
      cloudEvent("order.paid", {}, { aliyuneventbusname: "nowhere" }),
    ]);
    expect(answer).toMatchObject({ failedEntryCount: 1 });
    expect(answer.entryList?.map(({ errorCode }) => errorCode)).toEqual([undefined, undefined, "EventBusNotExist"]);
    await settled();
    expect(functions.calls).toHaveLength(1);
    expect(functions.calls[0]).toMatchObject({
      region: "cn-hangzhou",
      functionName: "fn",
      type: "Sync",
      actor: { service: "eventbridge.aliyuncs.com" },
    });
    expect(functions.payloads[0]).toMatchObject({
      id: "id-order.paid",
      source: "shop.orders",
      type: "order.paid",
      specversion: "1.0",
      data: { total: 5 },
      tenant: "t1",
      aliyuneventbusname: "shop",
      aliyunaccountid: "1234567890123456",
      aliyunregionid: "cn-hangzhou",
      time: expect.stringMatching(/Z$/),
    });
    await client.deleteEventBus(new sdk.DeleteEventBusRequest({ eventBusName: "shop" }));
    await expect(client.getEventBus(new sdk.GetEventBusRequest({ eventBusName: "shop" }))).rejects.toMatchObject({
      code: "EventBusNotExist",
    });
  });

  it("gets an error for events that are too large", async () => {
    const { entryList } = await client.putEvents([cloudEvent("large", "x".repeat(64 * 1024))]);
    expect(entryList?.[0]?.errorCode).toBe("EventSizeExceeded");
  });
});

describe("EventBridge delivery", () => {
  const DEAD = { DeadLetterQueue: { Arn: "acs:mns:cn-hangzhou:1234567890123456:/queues/dead" } };

  it.each([
    ["BACKOFF_RETRY", 4, 60_000],
    ["EXPONENTIAL_DECAY_RETRY", 177, 86_400_000],
  ])("retries %s, then sends the event to the dead-letter queue", async (PushRetryStrategy, times, milliseconds) => {
    const mns = mnsClient(server.url);
    await mns.createQueue("dead");
    await createRule("default", {}, [{ ...FUNCTION, ...DEAD, PushRetryStrategy }]);
    functions.outcome = () => ({ errorType: "UnhandledInvocationError" });
    await client.putEvents([cloudEvent("a", {})]);
    await settled();
    expect(functions.calls).toHaveLength(1);
    await server.clock.advance(milliseconds);
    await settled();
    expect(functions.calls).toHaveLength(times);
    const { body } = await mns.receiveMessage("dead");
    expect(JSON.parse(body.MessageBody ?? "")).toMatchObject({ id: "id-a", type: "a" });
  });

  it("stops when the event is accepted or the rule is deleted", async () => {
    await createRule("default", {}, [FUNCTION]);
    functions.outcome = () => (functions.calls.length < 2 ? { errorType: "FunctionTimeout" } : {});
    await client.putEvents([cloudEvent("a", {})]);
    await settled();
    await server.clock.advance(20_000);
    await server.clock.advance(120_000);
    expect(functions.calls).toHaveLength(2);
    functions.outcome = () => ({ errorType: "FunctionTimeout" });
    await client.putEvents([cloudEvent("b", {})]);
    await settled();
    await call("DeleteRule", { EventBusName: "default", RuleName: "rule" });
    await server.clock.advance(120_000);
    expect(functions.calls).toHaveLength(3);
  });

  it("transforms events and delivers them to queues, topics and other buses", async () => {
    const mns = mnsClient(server.url);
    await mns.createQueue("inbox");
    await mns.createQueue("copies");
    await mns.createTopic("news");
    await mns.request(
      "PUT",
      "/topics/news/subscriptions/s",
      "Subscription",
      "<Subscription><Endpoint>acs:mns:cn-hangzhou:1234567890123456:queues/copies</Endpoint><NotifyContentFormat>SIMPLIFIED</NotifyContentFormat></Subscription>",
    );
    await call("CreateEventBus", { EventBusName: "second" });
    await createRule("default", { type: ["a"] }, [
      {
        Id: "queue",
        Type: "acs.mns.queue",
        Endpoint: "acs:mns:cn-hangzhou:1234567890123456:queues/inbox",
        ParamList: [
          { ResourceKey: "queue", Form: "CONSTANT", Value: "inbox" },
          { ResourceKey: "Body", Form: "TEMPLATE", Value: '{"n":"$.data.name"}', Template: `hello \${n}` },
        ],
      },
      {
        Id: "topic",
        Type: "acs.mns.topic",
        Endpoint: "acs:mns:cn-hangzhou:1234567890123456:topics/news",
        ParamList: [{ ResourceKey: "Body", Form: "JSONPATH", Value: "$.data" }],
      },
      { Id: "bus", Type: "acs.eventbridge", Endpoint: "acs:eventbridge:cn-hangzhou:1234567890123456:eventbus/second" },
    ]);
    await createRule("second", { type: ["a"] }, [FUNCTION]);
    await client.putEvents([cloudEvent("a", { name: "you" })]);
    await settled();
    expect((await mns.receiveMessage("inbox")).body.MessageBody).toBe("hello you");
    expect((await mns.receiveMessage("copies")).body.MessageBody).toBe('{"name":"you"}');
    expect(functions.payloads).toEqual([expect.objectContaining({ id: "id-a", aliyuneventbusname: "second" })]);
  });
});
