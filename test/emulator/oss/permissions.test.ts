import { createRequire } from "node:module";
import type OSS from "ali-oss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createEventBridge } from "../../../offline/aliyun/services/eventbridge/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { createOss } from "../../../offline/aliyun/services/oss/index.ts";
import { createRam } from "../../../offline/aliyun/services/ram/index.ts";
import { cloudEvent, eventClient } from "../eventbridge/client.ts";
import { mnsClient, refusal as mnsRefusal } from "../mns/client.ts";
import { callRpc, type Keys } from "../support/call.ts";
import { ossClient, refusal } from "./client.ts";

const Client = createRequire(import.meta.url)("ali-oss") as typeof OSS;

const ALLOWED = [
  { Action: "oss:GetObject", Resource: "acs:oss:*:*:shared/in/*" },
  { Action: "oss:PutObject", Resource: "acs:oss:*:*:shared/out/*" },
  { Action: "mns:SendMessage", Resource: "acs:mns:*:*:/queues/jobs/messages" },
  { Action: "mns:PublishMessage", Resource: "acs:mns:*:*:/topics/news/messages" },
  { Action: "eventbridge:PutEvents", Resource: "acs:eventbridge:*:*:eventbus/shop" },
];

let server: AliyunServer;
let keys: Keys;

beforeAll(async () => {
  const services = { ram: createRam, oss: createOss, mns: createMns, eventbridge: createEventBridge };
  server = await startAliyun({ services, strict: true });
  const ram = (action: string, query: Record<string, string>) => callRpc(server, "2015-05-01", action, query);
  await ram("CreateUser", { UserName: "worker" });
  const { AccessKey } = (await ram("CreateAccessKey", { UserName: "worker" })) as { AccessKey: Record<string, string> };
  keys = { accessKeyId: AccessKey.AccessKeyId ?? "", accessKeySecret: AccessKey.AccessKeySecret ?? "" };
  const Statement = ALLOWED.map((allowed) => ({ Effect: "Allow", ...allowed }));
  await ram("CreatePolicy", { PolicyName: "worker", PolicyDocument: JSON.stringify({ Version: "1", Statement }) });
  await ram("AttachPolicyToUser", { PolicyName: "worker", PolicyType: "Custom", UserName: "worker" });
  const root = ossClient(server.url, "shared");
  await root.putBucket("shared");
  await root.put("in/a", Buffer.from("a"));
  await root.put("secret", Buffer.from("s"));
  await mnsClient(server.url).createQueue("jobs");
  await mnsClient(server.url).createTopic("news");
  await callRpc(server, "2020-04-01", "CreateEventBus", { EventBusName: "shop" });
});
afterAll(() => server.stop());

describe("a user with narrow policies", () => {
  it("can read, write and copy only the allowed objects", async () => {
    const client = new Client({ ...keys, endpoint: server.url, bucket: "shared" });
    expect((await client.get("in/a")).content.toString()).toBe("a");
    await client.put("out/b", Buffer.from("b"));
    await client.copy("out/c", "in/a");
    const denied = "403 AccessDenied";
    expect(await refusal(client.get("secret"))).toBe(denied);
    expect(await refusal(client.put("in/b", Buffer.from("b")))).toBe(denied);
    // A copy needs both: to read the one and to write the other.
    expect(await refusal(client.copy("out/d", "secret"))).toBe(denied);
    expect(await refusal(client.copy("in/d", "in/a"))).toBe(denied);
    expect(await refusal(client.delete("out/b"))).toBe(denied);
    expect(await refusal(client.deleteMulti(["out/b"]))).toBe(denied);
    expect(await refusal(client.list({ "max-keys": 10 }, {}))).toBe(denied);
    expect(await refusal(client.putBucket("another"))).toBe(denied);
  });

  it("can only send and publish to queues and topics", async () => {
    const client = mnsClient(server.url, keys);
    expect((await client.sendMessage("jobs", { MessageBody: "x" })).code).toBe(201);
    expect((await client.publishMessage("news", { MessageBody: "x" })).code).toBe(201);
    expect(await mnsRefusal(client.receiveMessage("jobs"))).toBe("AccessDenied");
    expect(await mnsRefusal(client.getQueueAttributes("jobs"))).toBe("AccessDenied");
    expect(await mnsRefusal(client.createQueue("other"))).toBe("AccessDenied");
  });

  it("can put events on one bus only", async () => {
    const client = eventClient(server.url, keys);
    const shop = { aliyuneventbusname: "shop" };
    expect(await client.putEvents([cloudEvent("a", {}, shop)])).toMatchObject({ failedEntryCount: 0 });
    await expect(client.putEvents([cloudEvent("a", {}, shop), cloudEvent("a", {})])).rejects.toThrow(
      /eventbus\/default/,
    );
  });
});
