import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const arn = (name: string) => `arn:aws:sqs:us-east-1:${cloud.account}:${name}`;
const policyFor = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: service }, Action: ["sqs:SendMessage"], Resource: arn("policed") },
    ],
  });

describe("aws:sqs/queue:Queue", () => {
  it("creates, updates, imports and deletes a queue", async () => {
    const dead = await new TestResource(cloud, "aws:sqs/queue:Queue", "dead").create({ name: "dead" });
    const queue = await new TestResource(cloud, "aws:sqs/queue:Queue").create({
      name: "jobs",
      delaySeconds: 5,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.state.arn, maxReceiveCount: 3 }),
      tags: { team: "a", stage: "test" },
    });
    expect(queue.id).toMatch(/^http:\/\/.*\/jobs$/);
    expect(queue.state).toMatchObject({
      arn: arn("jobs"),
      url: queue.id,
      visibilityTimeoutSeconds: 30,
      fifoQueue: false,
    });

    expect(
      await queue.change({
        name: "jobs",
        visibilityTimeoutSeconds: 60,
        messageRetentionSeconds: 120,
        maxMessageSize: 2048,
        receiveWaitTimeSeconds: 10,
        redrivePolicy: JSON.stringify({ maxReceiveCount: 5, deadLetterTargetArn: dead.state.arn }),
        redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }),
        policy: policyFor("sns.amazonaws.com"),
        tags: { team: "b" },
      }),
    ).toEqual(
      expect.arrayContaining(["delaySeconds", "visibilityTimeoutSeconds", "maxMessageSize", "policy", "tags.stage"]),
    );
    expect(queue.state).toMatchObject({ delaySeconds: 0, tagsAll: { team: "b" } });
    expect(queue.differences({ name: "other" })).toMatchObject({ name: "replace" });
    await queue.import(queue.id);
    await queue.delete();
  });

  it("creates, updates, imports and deletes a FIFO queue with a generated name", async () => {
    const queue = await new TestResource(cloud, "aws:sqs/queue:Queue", "orders").create({
      fifoQueue: true,
      contentBasedDeduplication: true,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
    });
    expect(queue.state.name).toMatch(/^orders-[0-9a-f]{7}\.fifo$/);
    expect(queue.differences({ fifoQueue: false })).toMatchObject({ fifoQueue: "replace" });
    await queue.change({
      fifoQueue: true,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
    });
    expect(queue.state.contentBasedDeduplication).toBe(false);
    await queue.import(queue.id);
    await queue.delete();
  });

  it.each([
    [{ name: "jobs.fifo" }, /up to 80 letters/],
    [{ name: "jobs", fifoQueue: true }, /and then "\.fifo"/],
    [{ name: "jobs", contentBasedDeduplication: true }, /only be set for a FIFO queue/],
    [{ name: "jobs", delaySeconds: 901 }, /0 to 900/],
    [{ name: "jobs", policy: "{" }, /JSON/],
    [{ name: "jobs", kmsMasterKeyId: "k", sqsManagedSseEnabled: true }, /can't be given together/],
    [{ name: "jobs", visibilityTimout: 3 }, /Did you mean visibilityTimeoutSeconds|no property visibilityTimout/],
  ])("refuses the queue inputs %j", (inputs, reason) => {
    expect(new TestResource(cloud, "aws:sqs/queue:Queue").refusals(inputs).join()).toMatch(reason);
  });
});

describe.each([
  ["aws:sqs/queuePolicy:QueuePolicy", "policy", policyFor],
  [
    "aws:sqs/redrivePolicy:RedrivePolicy",
    "redrivePolicy",
    (max: string) => JSON.stringify({ deadLetterTargetArn: arn("policed-redrivePolicy"), maxReceiveCount: max.length }),
  ],
  [
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
    "redriveAllowPolicy",
    (name: string) => JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn(name)] }),
  ],
])("%s", (token, property, text) => {
  it("creates, updates, imports and deletes the policy without changing its queue", async () => {
    const queue = await new TestResource(cloud, "aws:sqs/queue:Queue", property).create({
      name: `policed-${property}`,
    });
    const policy = await new TestResource(cloud, token).create({
      queueUrl: queue.id,
      [property]: text("s3.amazonaws.com"),
    });
    expect(policy.id).toBe(queue.id);
    await policy.change({ queueUrl: queue.id, [property]: text("events.amazonaws.com") });
    expect(policy.differences({ queueUrl: `${queue.id}2`, [property]: "{}" })).toMatchObject({ queueUrl: "replace" });
    await policy.import(queue.id);
    await policy.delete();
    expect(await queue.exists()).toBe(true);
    await queue.delete();
    await policy.delete();
  });
});
