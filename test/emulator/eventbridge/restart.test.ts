import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createEventBridge } from "../../../offline/aliyun/services/eventbridge/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { mnsClient } from "../mns/client.ts";
import { callRpc } from "../support/call.ts";
import { FakeFunctions, settled } from "../support/fake-functions.ts";
import { cloudEvent, eventClient } from "./client.ts";

const functions = new FakeFunctions();
let data: string;

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "polyfn-events-"));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const start = (): Promise<AliyunServer> =>
  startAliyun({ services: { fc: functions.create, mns: createMns, eventbridge: createEventBridge }, data });

it("keeps queues with their messages, topics with their subscriptions, buses with their rules", async () => {
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
  // Who waits is served when the message's time is over, also after a restart.
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
