import { describe, expect, it } from "vitest";
import { ruleInput, schedules } from "../../../../adapters/aws/operate/schedules.ts";
import { fakeClients, sdkError } from "./fake-clients.ts";

const fn = { name: "app-report", id: "arn:aws:lambda:us-east-1:123456789012:function:app-report" };
const due = new Date("2026-11-21T05:00:00.000Z");
const inputOf = (trigger: string) =>
  `{"polyfn":"schedule","trigger":"${trigger}","scheduledTime":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>"}`;

/** An account with these schedules and rules, name -> trigger of the stored input. */
function account(held: { schedules?: Readonly<Record<string, string>>; rules?: Readonly<Record<string, string>> }) {
  const { schedules: inScheduler = {}, rules = {} } = held;
  const called: { FunctionName: unknown; payload: Record<string, unknown> }[] = [];
  const clients = fakeClients({
    lambda: {
      invoke({ FunctionName, Payload }) {
        called.push({ FunctionName, payload: JSON.parse(String(Payload)) });
        return { $metadata: {} };
      },
    },
    scheduler: {
      getSchedule({ Name }) {
        const trigger = inScheduler[String(Name)];
        if (trigger === undefined) throw sdkError("ResourceNotFoundException");
        return { Target: { Arn: fn.id, Input: inputOf(trigger) } };
      },
      listSchedules: () => ({ Schedules: Object.keys(inScheduler).map((Name) => ({ Name, Target: { Arn: fn.id } })) }),
    },
    events: {
      listTargetsByRule({ Rule }) {
        const trigger = rules[String(Rule)];
        if (trigger === undefined) throw sdkError("ResourceNotFoundException");
        return { Targets: [{ Id: "function", Arn: fn.id, Input: inputOf(trigger) }] };
      },
      listRuleNamesByTarget: () => ({ RuleNames: Object.keys(rules) }),
    },
  });
  return { ...schedules(clients), called };
}

describe("firing a schedule on AWS", () => {
  it("finds the schedule of the trigger, not another one that calls the same function", async () => {
    const { fireSchedule, called } = account({
      schedules: { "app-report-daily": "daily", "app-report-hourly": "hourly" },
    });
    const { rule, input } = await fireSchedule(fn, "hourly", due);
    expect(rule).toBe("app-report-hourly");
    expect(JSON.parse(input)).toMatchObject({ trigger: "hourly", scheduledTime: "2026-11-21T05:00:00Z" });
    expect(called).toEqual([{ FunctionName: fn.id, payload: JSON.parse(input) }]);
  });

  it("finds a rule of EventBridge in the same way", async () => {
    const { fireSchedule } = account({ rules: { "app-report-daily": "daily", "app-report-hourly": "hourly" } });
    expect((await fireSchedule(fn, "hourly", due)).rule).toBe("app-report-hourly");
  });

  it("finds one whose name the spec overrides by its stored input", async () => {
    const { fireSchedule } = account({ schedules: { first: "daily", second: "hourly" } });
    expect((await fireSchedule(fn, "hourly", due)).rule).toBe("second");
    const { fireSchedule: fireRule } = account({ rules: { first: "daily", second: "hourly" } });
    expect((await fireRule(fn, "daily", due)).rule).toBe("first");
  });

  it("is an error that names what was looked for where there is none", async () => {
    await expect(account({}).fireSchedule(fn, "weekly", due)).rejects.toThrow(
      'No schedule or rule of the trigger "weekly" calls app-report: there is none named app-report-weekly.',
    );
  });
});

describe("the input of a rule", () => {
  it("is filled in as EventBridge does it", () => {
    const target = {
      Id: "t",
      Arn: "arn",
      InputTransformer: {
        InputPathsMap: { time: "$.time", id: "$.id" },
        InputTemplate: '{"scheduledTime":<time>,"id":<id>,"input":{"album":"summer"}}',
      },
    };
    expect(JSON.parse(ruleInput(target, due, "run-1"))).toEqual({
      scheduledTime: "2026-11-21T05:00:00Z",
      id: "run-1",
      input: { album: "summer" },
    });
    expect(ruleInput({ Id: "t", Arn: "arn", Input: '{"a":1}' }, new Date(), "x")).toBe('{"a":1}');
  });
});
