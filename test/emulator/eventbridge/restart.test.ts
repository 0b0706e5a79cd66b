import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createEventBridge } from "../../../offline/aliyun/services/eventbridge/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { mnsClient } from "../mns/client.ts";
import { callRpc } from "../support/call.ts";
import { FakeFunctions, settled } from "../support/fake-functions.ts";
import { cloudEvent, eventClient } from "./client.ts";
import { queueTrigger } from "./queue-trigger.ts";

const functions = new FakeFunctions();
const root = mkdtempSync(join(tmpdir(), "polyfn-events-"));
let data: string;

beforeEach(() => {
  data = mkdtempSync(join(root, "data-"));
  functions.calls.length = 0;
  functions.outcome = () => ({});
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const start = (): Promise<AliyunServer> =>
  startAliyun({ services: { fc: functions.create, mns: createMns, eventbridge: createEventBridge }, data });

it("keeps queues, topics and buses with their contents over a restart", async () => {
  {
    await using first = await start();
    const mns = mnsClient(first.url);
    await mns.createQueue("jobs", { VisibilityTimeout: 30 });
    await mns.createTopic("news");
    const endpoint = "<Endpoint>acs:mns:cn-hangzhou:1234567890123456:queues/jobs</Endpoint>";
    const subscription = `<Subscription>${endpoint}<NotifyContentFormat>SIMPLIFIED</NotifyContentFormat></Subscription>`;
    await mns.request("PUT", "/topics/news/subscriptions/s", "Subscription", subscription);
    await mns.sendMessage("jobs", { MessageBody: "hidden" });
    await mns.receiveMessage("jobs");
    const target = { Id: "f", Type: "acs.fc.function", Endpoint: "acs:fc:cn-hangzhou:1:functions/fn" };
    await callRpc(first, "2020-04-01", "CreateEventBus", { EventBusName: "shop" });
    await callRpc(first, "2020-04-01", "CreateRule", {
      EventBusName: "shop",
      RuleName: "r",
      FilterPattern: "{}",
      EventTargets: JSON.stringify([target]),
    });
  }
  await using second = await start();
  const mns = mnsClient(second.url);
  // A waiting receiver is served when the message becomes visible, also after a restart.
  const waiting = mns.receiveMessage("jobs", 30);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await second.clock.advance(30_000);
  expect((await waiting).body).toMatchObject({ MessageBody: "hidden", DequeueCount: "2" });
  await mns.publishMessage("news", { MessageBody: "published" });
  expect((await mns.receiveMessage("jobs", 1)).body.MessageBody).toBe("published");
  await eventClient(second.url).putEvents([cloudEvent("a", {}, { aliyuneventbusname: "shop" })]);
  await settled();
  expect(functions.calls.map(({ functionName }) => functionName)).toEqual(["fn"]);
});

const TARGET = {
  Id: "f",
  Type: "acs.fc.function",
  Endpoint: "acs:fc:cn-hangzhou:1:functions/fn",
  PushRetryStrategy: "BACKOFF_RETRY",
};

it("continues undelivered events with their remaining retries after a restart", async () => {
  functions.outcome = () => ({ errorType: "UnhandledInvocationError" });
  {
    await using first = await start();
    const rule = { RuleName: "r", FilterPattern: "{}", EventTargets: JSON.stringify([TARGET]) };
    await callRpc(first, "2020-04-01", "CreateEventBus", { EventBusName: "shop" });
    await callRpc(first, "2020-04-01", "CreateRule", { EventBusName: "shop", ...rule });
    await mnsClient(first.url).createQueue("jobs");
    functions.attach("eventbridge", { id: "t", config: queueTrigger });
    await eventClient(first.url).putEvents([cloudEvent("a", {}, { aliyuneventbusname: "shop" })]);
    await mnsClient(first.url).sendMessage("jobs", { MessageBody: "job" });
    await settled();
    await first.clock.advance(20_000);
    expect(functions.calls).toHaveLength(4);
  }
  functions.calls.length = 0;
  await using second = await start();
  functions.attach("eventbridge", { id: "t", config: queueTrigger });
  await second.clock.advance(600_000);
  // One attempt and three retries in all, for each of the two.
  expect(functions.calls).toHaveLength(4);
  const sources = functions.payloads.map((event) => (event as { source: string }).source);
  expect(new Set(sources).size).toBe(2);
  expect(sources.filter((source) => source === "shop.orders")).toHaveLength(2);
});

it("continues undelivered topic messages after a restart", async () => {
  {
    await using first = await start();
    const mns = mnsClient(first.url);
    await mns.createTopic("news");
    const endpoint = "<Endpoint>acs:mns:cn-hangzhou:1234567890123456:queues/late</Endpoint>";
    const subscription = `<Subscription>${endpoint}<NotifyContentFormat>SIMPLIFIED</NotifyContentFormat></Subscription>`;
    await mns.request("PUT", "/topics/news/subscriptions/s", "Subscription", subscription);
    await mns.publishMessage("news", { MessageBody: "published before" });
    await settled();
  }
  await using second = await start();
  const mns = mnsClient(second.url);
  await mns.createQueue("late");
  await second.clock.advance(20_000);
  expect((await mns.receiveMessage("late")).body.MessageBody).toBe("published before");
});
