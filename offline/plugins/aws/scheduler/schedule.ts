import type { CreateScheduleCommandInput, GetScheduleCommandOutput, Target } from "@aws-sdk/client-scheduler";
import type { ScheduleArgs, ScheduleState } from "@pulumi/aws/scheduler/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { retry } from "../../server/retry.ts";
import type { AwsContext } from "../clients.ts";
import { scheduleTable } from "./schedule.table.ts";

type Inputs = Plain<ScheduleArgs>;
type State = Plain<ScheduleState>;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const scheduleType: ResourceType<AwsContext, Inputs, State> = {
  table: scheduleTable,
  autoName: { property: "name", maxLength: 64, prefix: "namePrefix" },

  async create(aws, inputs) {
    const scheduler = await aws.client("scheduler");
    const wanted = request(inputs);
    await whenAssumable(aws, () => scheduler.createSchedule(wanted));
    return idOf(inputs);
  },

  async read(aws, id) {
    const scheduler = await aws.client("scheduler");
    const [GroupName, Name] = id.split("/");
    return state(await scheduler.getSchedule({ GroupName, Name }));
  },

  async update(aws, _id, inputs) {
    const scheduler = await aws.client("scheduler");
    const wanted = request(inputs);
    await whenAssumable(aws, () => scheduler.updateSchedule(wanted));
  },

  async delete(aws, id) {
    const scheduler = await aws.client("scheduler");
    const [GroupName, Name] = id.split("/");
    await scheduler.deleteSchedule({ GroupName, Name });
  },

  async find(_aws, inputs) {
    return idOf(inputs);
  },
};

function idOf({ groupName = "default", name }: Inputs): string {
  return `${groupName}/${name}`;
}

/** The scheduler may not know a new role yet. */
function whenAssumable<T>(aws: AwsContext, call: () => Promise<T>): Promise<T> {
  const when = (error: unknown) => error instanceof Error && /assume the role|must allow/i.test(error.message);
  return retry(call, { when, signal: aws.signal });
}

function request(inputs: Inputs): CreateScheduleCommandInput {
  const { flexibleTimeWindow: window } = inputs;
  return {
    Name: inputs.name,
    GroupName: inputs.groupName,
    ScheduleExpression: inputs.scheduleExpression,
    ScheduleExpressionTimezone: inputs.scheduleExpressionTimezone,
    ActionAfterCompletion: inputs.actionAfterCompletion as CreateScheduleCommandInput["ActionAfterCompletion"],
    Description: inputs.description,
    StartDate: inputs.startDate === undefined ? undefined : new Date(inputs.startDate),
    EndDate: inputs.endDate === undefined ? undefined : new Date(inputs.endDate),
    KmsKeyArn: inputs.kmsKeyArn,
    State: inputs.state as CreateScheduleCommandInput["State"],
    FlexibleTimeWindow: {
      Mode: window.mode as "OFF" | "FLEXIBLE",
      MaximumWindowInMinutes: window.maximumWindowInMinutes,
    },
    Target: target(inputs.target),
  };
}

function target(wanted: Inputs["target"]): Target {
  if (wanted.ecsParameters || wanted.sagemakerPipelineParameters) {
    throw new UserError(
      `The offline plugin does not serve schedules that start tasks or pipelines (${wanted.arn}).`,
      "Deploy this schedule with the real aws plugin.",
    );
  }
  const {
    eventbridgeParameters: events,
    kinesisParameters: kinesis,
    retryPolicy: retries,
    sqsParameters: sqs,
  } = wanted;
  return {
    Arn: wanted.arn,
    RoleArn: wanted.roleArn,
    Input: wanted.input,
    DeadLetterConfig: wanted.deadLetterConfig && { Arn: wanted.deadLetterConfig.arn },
    EventBridgeParameters: events && { DetailType: events.detailType, Source: events.source },
    KinesisParameters: kinesis && { PartitionKey: kinesis.partitionKey },
    SqsParameters: sqs && { MessageGroupId: sqs.messageGroupId },
    RetryPolicy: retries && {
      MaximumEventAgeInSeconds: retries.maximumEventAgeInSeconds,
      MaximumRetryAttempts: retries.maximumRetryAttempts,
    },
  };
}

function state(found: GetScheduleCommandOutput): { [K in keyof State]?: State[K] | null } {
  const window = found.FlexibleTimeWindow;
  return {
    actionAfterCompletion: found.ActionAfterCompletion,
    arn: found.Arn,
    description: found.Description || null,
    startDate: instant(found.StartDate),
    endDate: instant(found.EndDate),
    flexibleTimeWindow: {
      mode: window?.Mode ?? "OFF",
      maximumWindowInMinutes: window?.MaximumWindowInMinutes,
    },
    groupName: found.GroupName,
    kmsKeyArn: found.KmsKeyArn || null,
    name: found.Name,
    scheduleExpression: found.ScheduleExpression,
    scheduleExpressionTimezone: found.ScheduleExpressionTimezone ?? "UTC",
    state: found.State,
    target: found.Target && targetState(found.Target),
  };
}

/** An RFC 3339 time without milliseconds, as users write it. */
function instant(date: Date | undefined): string | null {
  return date ? date.toISOString().replace(".000Z", "Z") : null;
}

function targetState(found: Target): State["target"] {
  const { EventBridgeParameters: events, KinesisParameters: kinesis, RetryPolicy: retries, SqsParameters: sqs } = found;
  return {
    arn: found.Arn ?? "",
    roleArn: found.RoleArn ?? "",
    input: found.Input,
    deadLetterConfig: found.DeadLetterConfig?.Arn ? { arn: found.DeadLetterConfig.Arn } : undefined,
    eventbridgeParameters: events && { detailType: events.DetailType ?? "", source: events.Source ?? "" },
    kinesisParameters: kinesis && { partitionKey: kinesis.PartitionKey ?? "" },
    sqsParameters: sqs && { messageGroupId: sqs.MessageGroupId },
    retryPolicy: retries && {
      maximumEventAgeInSeconds: retries.MaximumEventAgeInSeconds,
      maximumRetryAttempts: retries.MaximumRetryAttempts,
    },
  };
}

export const schedule = erase(scheduleType);
