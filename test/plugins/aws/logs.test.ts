import { describe, expect, it } from "vitest";
import { createFunction } from "./functions.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();

describe("aws:cloudwatch/logGroup:LogGroup", () => {
  it("creates, updates, imports and deletes a log group", async () => {
    const group = await new TestResource(cloud, "aws:cloudwatch/logGroup:LogGroup").create({
      name: "/polyfn/one",
      retentionInDays: 7,
      tags: { team: "a" },
    });
    expect(group.state.arn).toBe(`arn:aws:logs:us-east-1:${cloud.account}:log-group:/polyfn/one`);
    expect(await group.change({ name: "/polyfn/one", tags: { team: "b" } })).toEqual(["retentionInDays", "tags.team"]);
    expect(group.refusals({ name: "a b", retentionInDays: 8 })).toHaveLength(2);
    await group.import("/polyfn/one");
    await group.delete();
  });
});

describe("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", () => {
  it("creates, updates, imports and deletes a subscription filter", async () => {
    const fn = await createFunction(cloud, "reader");
    const group = await new TestResource(cloud, "aws:cloudwatch/logGroup:LogGroup", "two").create({
      name: "/polyfn/two",
    });
    const given = { logGroup: "/polyfn/two", name: "errors", destinationArn: fn.state.arn };
    const token = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
    const filter = await new TestResource(cloud, token).create({ ...given, filterPattern: "ERROR" });
    expect(await filter.change({ ...given, filterPattern: "" })).toEqual(["filterPattern"]);
    expect(filter.differences({ ...given, filterPattern: "", name: "other" })).toEqual({ name: "replace" });
    await filter.import("/polyfn/two|errors");
    for (const resource of [filter, group, fn]) await resource.delete();
  });
});
