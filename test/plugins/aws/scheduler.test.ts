import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();

describe("aws:scheduler", () => {
  it("creates, updates, imports and deletes a schedule group and a schedule", async () => {
    const group = await new TestResource(cloud, "aws:scheduler/scheduleGroup:ScheduleGroup").create({
      name: "reports",
      tags: { a: "1" },
    });
    await group.change({ name: "reports", tags: { a: "2" } });
    await group.import("reports");
    const given = {
      name: "daily",
      groupName: "reports",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: `arn:aws:lambda:us-east-1:${cloud.account}:function:report`,
        roleArn: `arn:aws:iam::${cloud.account}:role/scheduler`,
      },
    };
    const schedule = await new TestResource(cloud, "aws:scheduler/schedule:Schedule").create({
      ...given,
      scheduleExpression: "cron(0 9 * * ? *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      target: { ...given.target, input: '{"a":1}', retryPolicy: { maximumRetryAttempts: 2 } },
    });
    expect(schedule.id).toBe("reports/daily");
    const changed = await schedule.change({ ...given, scheduleExpression: "rate(5 minutes)", state: "DISABLED" });
    expect(changed).toEqual(
      expect.arrayContaining(["scheduleExpression", "scheduleExpressionTimezone", "state", "target.input"]),
    );
    expect(schedule.differences({ ...given, scheduleExpression: "rate(5 minutes)", groupName: "x" })).toMatchObject({
      groupName: "replace",
    });
    expect(schedule.refusals({ ...given, scheduleExpression: "0 9 * * *" })).toHaveLength(1);
    await schedule.import("reports/daily");
    await schedule.delete();
    await group.delete();
  });
});
