import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { createMns } from "../../../offline/aliyun/services/mns/index.ts";
import { callRpc, codeOf } from "../support/call.ts";
import { mnsClient } from "./client.ts";

let server: AliyunServer;

beforeAll(async () => {
  server = await startAliyun({ services: { mns: createMns }, strict: true });
});
afterAll(() => server.stop());

const call = async (action: string, query: Record<string, string>) =>
  (await callRpc(server, "2022-01-19", action, query)) as { Data?: Record<string, unknown> };

describe("the RPC interface of Message Service, as the Terraform provider uses it", () => {
  it("creates, reads, updates, tags and deletes queues", async () => {
    const created = await call("CreateQueue", {
      QueueName: "jobs",
      VisibilityTimeout: "30",
      DlqPolicy: "{}",
      "Tag.1.Key": "env",
      "Tag.1.Value": "dev",
    });
    expect(created).toMatchObject({ Code: 200, Success: true });
    expect((await call("GetQueueAttributes", { QueueName: "jobs", RegionId: "cn-hangzhou" })).Data).toEqual({
      QueueName: "jobs",
      QueueType: "normal",
      CreateTime: expect.any(Number),
      LastModifyTime: expect.any(Number),
      DelaySeconds: 0,
      MaximumMessageSize: 65_536,
      MessageRetentionPeriod: 345_600,
      VisibilityTimeout: 30,
      PollingWaitSeconds: 0,
      ActiveMessages: 0,
      InactiveMessages: 0,
      DelayMessages: 0,
      LoggingEnabled: false,
      EnableSSE: false,
      DlqPolicy: {},
      Tags: [{ TagKey: "env", TagValue: "dev" }],
    });
    await call("SetQueueAttributes", {
      QueueName: "jobs",
      EnableLogging: "true",
      DlqPolicy: '{"Enabled":true,"DeadLetterTargetQueue":"dead","MaxReceiveCount":3}',
    });
    await call("UntagResources", { ResourceType: "queue", "ResourceId.1": "jobs", "TagKey.1": "env" });
    await call("TagResources", { ResourceType: "queue", "ResourceId.1": "jobs", "Tag.1.Key": "a", "Tag.1.Value": "b" });
    expect((await call("GetQueueAttributes", { QueueName: "jobs" })).Data).toMatchObject({
      LoggingEnabled: true,
      DlqPolicy: { Enabled: true, DeadLetterTargetQueue: "dead", MaxReceiveCount: 3 },
      Tags: [{ TagKey: "a", TagValue: "b" }],
    });
    const off = '{"Enabled":false,"DeadLetterTargetQueue":"","MaxReceiveCount":0}';
    await call("SetQueueAttributes", { QueueName: "jobs", DlqPolicy: off });
    expect((await call("GetQueueAttributes", { QueueName: "jobs" })).Data).toMatchObject({
      DlqPolicy: { Enabled: false },
    });
    expect((await call("ListQueue", { PageNum: "1", PageSize: "10" })).Data).toMatchObject({ Total: 1, Pages: 1 });
    // Both interfaces are of the same queues.
    expect((await mnsClient(server.url).getQueueAttributes("jobs")).body.VisibilityTimeout).toBe("30");
    await call("DeleteQueue", { QueueName: "jobs" });
    expect(await codeOf(call("GetQueueAttributes", { QueueName: "jobs" }))).toBe("QueueNotExist");
    expect(await codeOf(call("CreateQueue", {}))).toBe("MissingQueueName");
  });

  it("creates, reads, updates and deletes topics and subscriptions", async () => {
    await call("CreateTopic", { TopicName: "news", MaxMessageSize: "2048" });
    expect((await call("GetTopicAttributes", { TopicName: "news" })).Data).toMatchObject({
      TopicName: "news",
      TopicType: "normal",
      MaxMessageSize: 2048,
      LoggingEnabled: false,
    });
    await call("SetTopicAttributes", { TopicName: "news", MaxMessageSize: "4096" });
    const endpoint = "acs:mns:cn-hangzhou:1234567890123456:/queues/inbox";
    const named = { TopicName: "news", SubscriptionName: "s" };
    await call("Subscribe", {
      ...named,
      PushType: "queue",
      Endpoint: endpoint,
      NotifyContentFormat: "JSON",
      MessageTag: "t",
    });
    expect((await call("GetSubscriptionAttributes", named)).Data).toMatchObject({
      SubscriptionName: "s",
      TopicName: "news",
      Endpoint: endpoint,
      FilterTag: "t",
      NotifyContentFormat: "JSON",
      NotifyStrategy: "BACKOFF_RETRY",
    });
    await call("SetSubscriptionAttributes", { ...named, NotifyStrategy: "EXPONENTIAL_DECAY_RETRY" });
    expect((await call("ListSubscriptionByTopic", { TopicName: "news" })).Data).toMatchObject({
      PageData: [{ SubscriptionName: "s", NotifyStrategy: "EXPONENTIAL_DECAY_RETRY" }],
    });
    await call("Unsubscribe", named);
    expect(await codeOf(call("GetSubscriptionAttributes", named))).toBe("SubscriptionNotExist");
    await call("DeleteTopic", { TopicName: "news" });
    expect(await codeOf(call("GetTopicAttributes", { TopicName: "news" }))).toBe("TopicNotExist");
    expect(await codeOf(call("GetSubscriptionAttributes", named))).toBe("TopicNotExist");
  });
});
