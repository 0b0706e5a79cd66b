import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${cloud.account}:${name}`;
const policy = (topic: string, actions: readonly string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: actions, Resource: topic }],
  });

describe(TOPIC, () => {
  it("creates, updates, imports and deletes a topic", async () => {
    const topic = await new TestResource(cloud, TOPIC).create({
      name: "alerts",
      displayName: "Alerts",
      tags: { a: "1", b: "2" },
    });
    expect(topic.id).toBe(`arn:aws:sns:us-east-1:${cloud.account}:alerts`);
    expect(topic.state).toMatchObject({ arn: topic.id, owner: cloud.account });
    await topic.change({ name: "alerts", policy: policy(topic.id, ["sns:Publish"]), tags: { a: "3" } });
    expect(topic.state.tagsAll).toEqual({ a: "3" });
    await topic.change({ name: "alerts", displayName: "New", tracingConfig: "Active", signatureVersion: 2 });
    expect(topic.differences({ name: "others" })).toMatchObject({ name: "replace" });
    await topic.import(topic.id);
    await topic.delete();
  });

  it("creates, updates, imports and deletes a FIFO topic", async () => {
    const topic = await new TestResource(cloud, TOPIC, "orders").create({
      fifoTopic: true,
      contentBasedDeduplication: true,
    });
    expect(topic.state.name).toMatch(/^orders-[0-9a-f]{7}\.fifo$/);
    await topic.change({ fifoTopic: true });
    await topic.import(topic.id);
    await topic.delete();
  });

  it.each([
    [{ name: "a.fifo" }, /up to 256 letters/],
    [{ name: "a", contentBasedDeduplication: true }, /only be set for a FIFO topic/],
    [{ name: "a", signatureVersion: 3 }, /1 to 2/],
    [{ name: "a", lambdaFailureFeedbackRoleArn: "nobody" }, /lambdaFailureFeedbackRoleArn/],
  ])("refuses the topic inputs %j", (inputs, reason) => {
    expect(new TestResource(cloud, TOPIC).refusals(inputs).join()).toMatch(reason);
  });
});

describe("aws:sns/topicPolicy:TopicPolicy", () => {
  it("creates, updates, imports and deletes a topic policy", async () => {
    const topic = await new TestResource(cloud, TOPIC, "policed").create({ name: "policed" });
    const token = "aws:sns/topicPolicy:TopicPolicy";
    const life = await new TestResource(cloud, token).create({
      arn: topic.id,
      policy: policy(topic.id, ["sns:Publish"]),
    });
    // A single action is equivalent to a list of one.
    const same = JSON.parse(policy(topic.id, ["sns:Publish"])) as { Statement: { Action: unknown }[] };
    for (const statement of same.Statement) statement.Action = "sns:Publish";
    expect(life.differences({ arn: topic.id, policy: JSON.stringify(same) })).toEqual({});
    await life.change({ arn: topic.id, policy: policy(topic.id, ["sns:Publish", "sns:Subscribe"]) });
    await life.import(topic.id);
    await topic.delete();
    await life.delete();
  });
});

describe(SUBSCRIPTION, () => {
  it("creates, updates, imports and deletes a subscription", async () => {
    const topic = await new TestResource(cloud, TOPIC, "source").create({ name: "source" });
    const inputs = { topic: topic.id, protocol: "sqs", endpoint: queueArn("sink") };
    const life = await new TestResource(cloud, SUBSCRIPTION).create({
      ...inputs,
      rawMessageDelivery: true,
      filterPolicy: JSON.stringify({ kind: ["a", "b"] }),
    });
    expect(life.state).toMatchObject({ arn: life.id, ownerId: cloud.account, pendingConfirmation: false });
    await life.change({
      ...inputs,
      filterPolicy: JSON.stringify({ detail: { kind: ["a"] } }),
      filterPolicyScope: "MessageBody",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }),
    });
    expect(life.state).toMatchObject({ rawMessageDelivery: false, filterPolicyScope: "MessageBody" });
    expect(life.differences({ ...inputs, endpoint: queueArn("other") })).toMatchObject({ endpoint: "replace" });
    await life.import(life.id);
    await life.change(inputs);
    expect(life.state.filterPolicy).toBeUndefined();
    await life.delete();
    await topic.delete();
  });

  it("refuses a filter scope without a filter and an unknown protocol", () => {
    const inputs = { topic: "arn:aws:sns:us-east-1:123456789012:a", endpoint: "x" };
    const refusals = (more: object) => new TestResource(cloud, SUBSCRIPTION).refusals({ ...inputs, ...more }).join();
    expect(refusals({ protocol: "sqs", filterPolicyScope: "MessageBody" })).toMatch(/filterPolicy is required/);
    expect(refusals({ protocol: "carrier-pigeon" })).toMatch(/protocol is "?carrier-pigeon"?, but must be one of/);
  });
});
