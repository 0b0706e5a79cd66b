import { describe, expect, it } from "vitest";
import { splitReference } from "../../../offline/plugins/aws/events/reference.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const BUS = "aws:cloudwatch/eventBus:EventBus";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:${cloud.account}:function:${name}`;
const pattern = (...sources: string[]) => JSON.stringify({ source: sources });

describe(BUS, () => {
  it("creates, updates, imports and deletes an event bus", async () => {
    const bus = await new TestResource(cloud, BUS).create({
      name: "orders",
      description: "Orders",
      tags: { a: "1", b: "2" },
    });
    expect(bus.id).toBe("orders");
    expect(bus.state.arn).toBe(`arn:aws:events:us-east-1:${cloud.account}:event-bus/orders`);
    const deadLetterConfig = { arn: `arn:aws:sqs:us-east-1:${cloud.account}:dead` };
    await bus.change({ name: "orders", description: "More", deadLetterConfig, tags: { a: "3" } });
    expect(bus.state).toMatchObject({ description: "More", tagsAll: { a: "3" } });
    expect(bus.differences({ name: "others" })).toMatchObject({ name: "replace" });
    await bus.import("orders");
    await bus.delete();
  });

  it("refuses the name of the default event bus", () => {
    expect(new TestResource(cloud, BUS).refusals({ name: "default" }).join()).toMatch(/name/);
  });
});

describe(RULE, () => {
  it("creates, updates, imports and deletes a rule on a custom event bus", async () => {
    const bus = await new TestResource(cloud, BUS, "b").create({ name: "b" });
    const inputs = { name: "r", eventBusName: "b" };
    const rule = await new TestResource(cloud, RULE).create({
      ...inputs,
      description: "d",
      eventPattern: pattern("x"),
      tags: { a: "1" },
    });
    expect(rule.id).toBe("b/r");
    expect(rule.state).toMatchObject({ arn: `arn:aws:events:us-east-1:${cloud.account}:rule/b/r`, state: "ENABLED" });
    await rule.change({ ...inputs, eventPattern: pattern("x", "y"), state: "DISABLED", tags: { a: "2" } });
    expect(rule.state).toMatchObject({ state: "DISABLED", tagsAll: { a: "2" } });
    expect(rule.state.description).toBeUndefined();
    expect(rule.differences({ name: "r", eventPattern: pattern("x") })).toMatchObject({ eventBusName: "replace" });
    await rule.import("b/r");
    await rule.delete();
    await bus.delete();
  });

  it("creates, updates, imports and deletes a scheduled rule", async () => {
    const inputs = { name: "hourly", scheduleExpression: "rate(1 hour)" };
    const rule = await new TestResource(cloud, RULE, "hourly").create(inputs);
    expect(rule.id).toBe("hourly");
    expect(rule.state.eventBusName).toBe("default");
    await rule.change({ ...inputs, scheduleExpression: "cron(0 12 * * ? *)" });
    await rule.import("hourly");
    await rule.delete();
  });

  it.each([
    [{ name: "a" }, /At least one of eventPattern, scheduleExpression/],
    [{ name: "a".repeat(65), scheduleExpression: "rate(1 day)" }, /name/],
    [{ name: "a", scheduleExpression: "rate(1 fortnight)" }, /must be rate/],
    [{ name: "a", scheduleExpression: "cron(0 12 * * ?)" }, /six fields/],
    [{ name: "a", scheduleExpression: "rate(1 day)", eventBusName: "b" }, /default event bus only/],
    [{ name: "a", eventPattern: "{}", isEnabled: true, state: "ENABLED" }, /can't be given together/],
  ])("refuses the rule inputs %j", (inputs, reason) => {
    expect(new TestResource(cloud, RULE).refusals(inputs).join()).toMatch(reason);
  });
});

describe(TARGET, () => {
  it("creates, updates, imports and deletes a target", async () => {
    const bus = await new TestResource(cloud, BUS, "t").create({ name: "a-bus" });
    const rule = await new TestResource(cloud, RULE, "t").create({
      name: "a-rule",
      eventBusName: "a-bus",
      eventPattern: pattern("x"),
    });
    const inputs = { rule: "a-rule", eventBusName: "a-bus", targetId: "a-target", arn: functionArn("one") };
    const target = await new TestResource(cloud, TARGET).create({
      ...inputs,
      inputTransformer: { inputPaths: { id: "$.id", time: "$.time" }, inputTemplate: '{"id":<id>,"time":<time>}' },
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 60 },
      deadLetterConfig: { arn: `arn:aws:sqs:us-east-1:${cloud.account}:dead` },
    });
    expect(target.id).toBe("a-bus-a-rule-a-target");
    await target.change({ ...inputs, arn: functionArn("two"), input: JSON.stringify({ a: 1 }) });
    expect(target.state.inputTransformer).toBeUndefined();
    expect(target.differences({ ...inputs, targetId: "other" })).toMatchObject({ targetId: "replace" });
    await target.import("a-bus/a-rule/a-target");
    await target.delete();
    await rule.delete();
    await bus.delete();
    expect(await target.exists()).toBe(false);
  });

  it("generates a target ID when none is given", async () => {
    const rule = await new TestResource(cloud, RULE, "m").create({ name: "m", scheduleExpression: "rate(1 day)" });
    const target = await new TestResource(cloud, TARGET, "m").create({ rule: "m", arn: functionArn("one") });
    expect(target.id).toBe(`m-${target.state.targetId}`);
    await target.delete();
    await rule.delete();
  });

  it.each([
    [{ input: "{}", inputPath: "$.detail" }, /can't be given together/],
    [{ inputTransformer: { inputPaths: { AWSid: "$.id" }, inputTemplate: "{}" } }, /must not start with AWS/],
    [{ retryPolicy: { maximumRetryAttempts: 186 } }, /0 to 185/],
    [{ arn: "function" }, /arn/],
    [{ batchTarget: { jobDefinition: "a", jobName: "b" } }, /not served by the offline plugin/],
  ])("refuses the target inputs %j", (more, reason) => {
    const inputs = { rule: "r", arn: functionArn("one"), ...more };
    expect(new TestResource(cloud, TARGET).refusals(inputs).join()).toMatch(reason);
  });
});

describe("splitReference", () => {
  it.each([
    ["rule", 1, ["default", ["rule"]]],
    ["bus/rule", 1, ["bus", ["rule"]]],
    ["aws.partner/a/b/rule/target", 2, ["aws.partner/a/b", ["rule", "target"]]],
    ["rule", 2, ["default", []]],
    ["/", 1, ["default", []]],
  ] as const)("splits %s into %i parts", (text, count, expected) => {
    expect(splitReference(text, count)).toEqual(expected);
  });
});
