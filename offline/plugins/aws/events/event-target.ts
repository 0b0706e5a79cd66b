import { createHash } from "node:crypto";
import type { Target } from "@aws-sdk/client-eventbridge";
import type { EventTargetArgs, EventTargetState } from "@pulumi/aws/cloudwatch/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type Readable, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { eventTargetTable } from "./event-target.table.ts";
import { DEFAULT_BUS, splitReference } from "./reference.ts";

type Inputs = Plain<EventTargetArgs>;
type State = Plain<EventTargetState>;

const eventTargetType: ResourceType<AwsContext, Inputs, State> = {
  table: eventTargetTable,
  // Services that no offline endpoint serves.
  unserved: ["batchTarget", "ecsTarget", "runCommandTargets", "sagemakerPipelineTarget"],

  async create(aws, inputs) {
    // The real provider generates a random ID. This one is derived from the inputs, so that it is the same after an
    // interrupted run.
    const digest = createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
    const targetId = inputs.targetId ?? `terraform-${digest.slice(0, 26)}`;
    await put(aws, inputs, targetId);
    return prefix(inputs.eventBusName, inputs.rule) + targetId;
  },

  async read(aws, id, last) {
    const events = await aws.client("events");
    const { eventBusName = DEFAULT_BUS, rule = "" } = last;
    const targetId = last.targetId ?? id.slice(prefix(eventBusName, rule).length);
    let NextToken: string | undefined;
    do {
      const page = await events.listTargetsByRule({ Rule: rule, EventBusName: eventBusName, NextToken });
      const target = page.Targets?.find((candidate) => candidate.Id === targetId);
      if (target) return { ...describe(target), eventBusName, rule };
      NextToken = page.NextToken;
    } while (NextToken);
    return undefined;
  },

  update: (aws, _id, inputs, old) => put(aws, inputs, inputs.targetId ?? old.targetId ?? ""),

  async delete(aws, _id, last) {
    const { FailedEntries } = await (await aws.client("events")).removeTargets({
      Rule: last.rule,
      EventBusName: last.eventBusName,
      Ids: [last.targetId ?? ""],
      Force: last.forceDestroy,
    });
    refuse(FailedEntries?.filter((entry) => entry.ErrorCode !== "ResourceNotFoundException"));
  },

  async import(_aws, importId) {
    const [eventBusName, [rule, targetId]] = splitReference(importId, 2);
    if (!rule || !targetId) {
      throw new UserError(
        `"${importId}" is not the import ID of an event target.`,
        "Write it as <rule>/<target id>, or <event bus>/<rule>/<target id>.",
      );
    }
    return { id: prefix(eventBusName, rule) + targetId, last: { eventBusName, rule, targetId } };
  },
};

/**
 * Prefix of the real provider's IDs. They cannot be parsed, because each part may contain "-"; hence `read` uses
 * `last`.
 */
const prefix = (bus: string | undefined, rule: string) =>
  bus === undefined || bus === DEFAULT_BUS ? `${rule}-` : `${bus}-${rule}-`;

async function put(aws: AwsContext, inputs: Inputs, targetId: string): Promise<void> {
  const Targets = [target(inputs, targetId)];
  const request = { Rule: inputs.rule, EventBusName: inputs.eventBusName, Targets };
  refuse((await (await aws.client("events")).putTargets(request)).FailedEntries);
}

/** The call itself succeeds; failures are in its response. */
function refuse(failed: readonly { ErrorCode?: string; ErrorMessage?: string }[] = []): void {
  const [first] = failed;
  if (!first) return;
  throw Object.assign(new Error(first.ErrorMessage ?? "EventBridge refused the target without a reason."), {
    name: first.ErrorCode ?? "Error",
  });
}

function target(inputs: Inputs, Id: string): Target {
  const { redshiftTarget: redshift, httpTarget: http } = inputs;
  return {
    Id,
    Arn: inputs.arn,
    RoleArn: inputs.roleArn,
    Input: inputs.input,
    InputPath: inputs.inputPath,
    InputTransformer: inputs.inputTransformer && {
      InputPathsMap: inputs.inputTransformer.inputPaths,
      InputTemplate: inputs.inputTransformer.inputTemplate,
    },
    DeadLetterConfig: inputs.deadLetterConfig && { Arn: inputs.deadLetterConfig.arn },
    RetryPolicy: inputs.retryPolicy && {
      MaximumEventAgeInSeconds: inputs.retryPolicy.maximumEventAgeInSeconds,
      MaximumRetryAttempts: inputs.retryPolicy.maximumRetryAttempts,
    },
    AppSyncParameters: inputs.appsyncTarget && { GraphQLOperation: inputs.appsyncTarget.graphqlOperation },
    HttpParameters: http && {
      HeaderParameters: http.headerParameters,
      PathParameterValues: http.pathParameterValues,
      QueryStringParameters: http.queryStringParameters,
    },
    KinesisParameters: inputs.kinesisTarget && { PartitionKeyPath: inputs.kinesisTarget.partitionKeyPath },
    RedshiftDataParameters: redshift && {
      Database: redshift.database,
      DbUser: redshift.dbUser,
      SecretManagerArn: redshift.secretsManagerArn,
      Sql: redshift.sql,
      StatementName: redshift.statementName,
      WithEvent: redshift.withEvent,
    },
    SqsParameters: inputs.sqsTarget && { MessageGroupId: inputs.sqsTarget.messageGroupId },
  };
}

function describe(target: Target): Readable<State> {
  const { HttpParameters: http, RedshiftDataParameters: redshift, RetryPolicy: retry } = target;
  return {
    arn: target.Arn,
    targetId: target.Id,
    roleArn: target.RoleArn ?? null,
    input: target.Input ?? null,
    inputPath: target.InputPath ?? null,
    inputTransformer: target.InputTransformer
      ? {
          inputPaths: target.InputTransformer.InputPathsMap,
          inputTemplate: target.InputTransformer.InputTemplate ?? "",
        }
      : null,
    deadLetterConfig: target.DeadLetterConfig ? { arn: target.DeadLetterConfig.Arn } : null,
    retryPolicy: retry
      ? {
          maximumEventAgeInSeconds: retry.MaximumEventAgeInSeconds,
          maximumRetryAttempts: retry.MaximumRetryAttempts,
        }
      : null,
    appsyncTarget: target.AppSyncParameters ? { graphqlOperation: target.AppSyncParameters.GraphQLOperation } : null,
    httpTarget: http
      ? {
          headerParameters: http.HeaderParameters,
          pathParameterValues: http.PathParameterValues,
          queryStringParameters: http.QueryStringParameters,
        }
      : null,
    kinesisTarget: target.KinesisParameters ? { partitionKeyPath: target.KinesisParameters.PartitionKeyPath } : null,
    redshiftTarget: redshift
      ? {
          database: redshift.Database ?? "",
          dbUser: redshift.DbUser,
          secretsManagerArn: redshift.SecretManagerArn,
          sql: redshift.Sql,
          statementName: redshift.StatementName,
          withEvent: redshift.WithEvent,
        }
      : null,
    sqsTarget: target.SqsParameters ? { messageGroupId: target.SqsParameters.MessageGroupId } : null,
  };
}

export const eventTarget = erase(eventTargetType);
