import { describe, expect, it } from "vitest";
import { ACCOUNT, TestResource, REGION, useCloud } from "./cloud.ts";

const cloud = useCloud();
const queueToken = "alicloud:message/serviceQueue:ServiceQueue";

describe("Message Service queues", () => {
  it("creates, updates, imports and deletes a queue", async () => {
    const dead = await new TestResource(cloud, queueToken, "dead").create({ queueName: "dead" });
    const inputs = { queueName: "jobs", visibilityTimeout: 60, tags: { team: "a" } };
    const life = await new TestResource(cloud, queueToken).create(inputs);
    expect(life.id).toBe("jobs");
    expect(life.state).toMatchObject({ visibilityTimeout: 60, maximumMessageSize: 65_536, delaySeconds: 0 });
    const dlqPolicy = { enabled: true, deadLetterTargetQueue: "dead", maxReceiveCount: 3 };
    await life.change({ ...inputs, visibilityTimeout: 30, dlqPolicy });
    expect(life.state).toMatchObject({ dlqPolicy });
    await life.change({ ...inputs, visibilityTimeout: 30, dlqPolicy, tags: { stage: "dev" }, loggingEnabled: true });
    expect(life.differences({ ...inputs, queueName: "other" })).toMatchObject({ queueName: "replace" });
    await life.import("jobs");
    await life.delete();
    await dead.delete();
  });

  it("enables, changes and disables the encryption of a queue", async () => {
    const key = { enableSse: true, sseType: "KMS", sseAlgorithm: "AES-256-GCM", kmsKeyId: "key-1" };
    const born = await new TestResource(cloud, queueToken, "born").create({ queueName: "born", ...key });
    expect(born.state).toMatchObject(key);
    await born.import("born");
    await born.delete();
    const life = await new TestResource(cloud, queueToken, "later").create({ queueName: "later", enableSse: false });
    expect(life.state).toMatchObject({ enableSse: false });
    expect(life.state).not.toHaveProperty("kmsKeyId");
    await life.change({ queueName: "later", ...key });
    await life.change({ queueName: "later", ...key, kmsKeyId: "key-2" });
    expect(life.state).toMatchObject({ ...key, kmsKeyId: "key-2" });
    await life.change({ queueName: "later", enableSse: false });
    expect(life.state).toMatchObject({ enableSse: false });
    expect(life.state).not.toHaveProperty("kmsKeyId");
    await life.delete();
  });

  it("refuses the same invalid queue inputs as the provider", () => {
    const life = new TestResource(cloud, queueToken, "refused");
    expect(life.refusals({ queueName: "a", visibilityTimeout: 50_000, maximumMessageSize: 70_000 })).toEqual([
      "visibilityTimeout is 50000, but 0 to 43200 is allowed.",
      "maximumMessageSize is 70000, but 1024 to 65536 is allowed.",
    ]);
    expect(life.refusals({ queueName: "a", enableSse: true, sseType: "OSS" })).toEqual([
      expect.stringMatching(/^sseType/),
    ]);
  });
});

describe("Message Service topics", () => {
  it("creates, updates, imports and deletes a topic and its subscription", async () => {
    const inputs = { topicName: "news" };
    const topic = await new TestResource(cloud, "alicloud:message/serviceTopic:ServiceTopic").create(inputs);
    expect(topic.state).toMatchObject({ maxMessageSize: 65_536, loggingEnabled: false });
    await topic.change({ ...inputs, maxMessageSize: 2048, enableLogging: true, tags: { team: "a" } });
    const queue = await new TestResource(cloud, queueToken, "inbox").create({ queueName: "inbox" });
    const subscribed = {
      topicName: "news",
      subscriptionName: "to-inbox",
      pushType: "queue",
      endpoint: `acs:mns:${REGION}:${ACCOUNT}:/queues/inbox`,
      notifyContentFormat: "JSON",
    };
    const life = await new TestResource(cloud, "alicloud:message/serviceSubscription:ServiceSubscription").create(
      subscribed,
    );
    expect(life.id).toBe("news:to-inbox");
    await life.change({ ...subscribed, notifyStrategy: "EXPONENTIAL_DECAY_RETRY" });
    expect(life.differences({ ...subscribed, filterTag: "a" })).toMatchObject({ filterTag: "replace" });
    await life.import("news:to-inbox", ["pushType"]);
    await life.delete();
    await queue.delete();
    await topic.import("news");
    await topic.delete();
  });
});
