import {
  type EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { GetScheduleCommand, ListSchedulesCommand, type SchedulerClient } from "@aws-sdk/client-scheduler";

export interface StoredSchedule {
  /** Name of the rule or schedule. */
  readonly rule: string;
  /** What it calls. */
  readonly target: string;
  /** The input it hands over when it is due at `time`. */
  input(time: Date, id: string): string;
}

/** The rule or schedule that calls this function, as the cloud holds it; undefined when there is none. */
export async function findSchedule(
  clients: { events: EventBridgeClient; scheduler: SchedulerClient },
  functionArn: string,
): Promise<StoredSchedule | undefined> {
  return (await findRule(clients.events, functionArn)) ?? (await findInScheduler(clients.scheduler, functionArn));
}

async function findRule(events: EventBridgeClient, functionArn: string): Promise<StoredSchedule | undefined> {
  const { RuleNames = [] } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: functionArn }));
  for (const rule of RuleNames) {
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: rule }));
    const target = Targets.find((candidate) => candidate.Arn === functionArn);
    if (target) return { rule, target: functionArn, input: (time, id) => ruleInput(target, time, id) };
  }
  return undefined;
}

async function findInScheduler(scheduler: SchedulerClient, functionArn: string): Promise<StoredSchedule | undefined> {
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
  const summary = Schedules.find((candidate) => candidate.Target?.Arn === functionArn);
  if (summary?.Name === undefined) return undefined;
  const { Target } = await scheduler.send(
    new GetScheduleCommand({ Name: summary.Name, GroupName: summary.GroupName ?? "default" }),
  );
  return {
    rule: summary.Name,
    target: functionArn,
    input: (time, id) =>
      (Target?.Input ?? "{}")
        .replaceAll("<aws.scheduler.scheduled-time>", time.toISOString().replace(/\.\d+Z$/, "Z"))
        .replaceAll("<aws.scheduler.execution-id>", id),
  };
}

/**
 * What EventBridge hands to a rule's target: the stored input, or its template with each `<variable>` replaced by what
 * its path selects from the event. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function ruleInput(target: Target, time: Date, id: string): string {
  const event: Record<string, unknown> = {
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    time: time.toISOString().replace(/\.\d+Z$/, "Z"),
    detail: {},
  };
  const { InputTransformer } = target;
  if (!InputTransformer) return target.Input ?? JSON.stringify(event);
  let input = InputTransformer.InputTemplate ?? "";
  for (const [variable, path] of Object.entries(InputTransformer.InputPathsMap ?? {})) {
    const value = event[path.replace(/^\$\./, "")] ?? "";
    // A variable that stands as a JSON value gets its quotes from the service; within a text it has them already.
    input = input
      .replaceAll(`"<${variable}>"`, JSON.stringify(value))
      .replaceAll(`<${variable}>`, JSON.stringify(value));
  }
  return input;
}

/** Calls a function as a scheduler does, but waits for its answer, so that an error shows. */
export async function invokeScheduled(lambda: LambdaClient, target: string, input: string): Promise<void> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: target, Payload: Buffer.from(input) }));
  if (answer.FunctionError) {
    throw new Error(`the scheduled call failed: ${Buffer.from(answer.Payload ?? []).toString("utf8")}`);
  }
}
