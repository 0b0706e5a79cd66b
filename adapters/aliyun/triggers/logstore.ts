import type { Store } from "@pulumi/alicloud/log/store.js";
import { all, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import { allow, type Statement } from "../../shared/statements.ts";
import { arns, partOfArn } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { logProjectName, logStoreName } from "../names.ts";
import { invocationRole } from "../role.ts";
import type { LogParameter } from "../runtime/trigger.ts";
import { settled } from "../settled.ts";
import type { TriggerConfig } from "./config/index.ts";
import { INTERVAL, MAX_RETRIES } from "./limits.ts";
import { addTrigger, type Link } from "./target.ts";

/** A logstore and how it is read. */
export interface LogSource {
  /** ARN of the logstore. */
  readonly store: Output<string>;
  /** The logstore itself, where this deployment makes it. */
  readonly made?: Store | undefined;
  readonly kind: LogParameter["polyfn"];
  /** Unix time (seconds) of the first record. Default: from now on. */
  readonly startTime?: number | undefined;
  /** Seconds between two calls. */
  readonly interval: number;
  readonly retries: number;
  readonly enabled: boolean;
  readonly link?: Link;
  readonly dependsOn?: readonly Resource[];
}

/** What SLS does in the role's name: it reads the source's positions and keeps its own in a consumer group. */
const READ = ["log:GetCursorOrData", "log:GetLogStore", "log:ListShards"];
const CONSUME = [
  "log:ConsumerGroupHeartBeat",
  "log:ConsumerGroupUpdateCheckPoint",
  "log:CreateConsumerGroup",
  "log:DeleteConsumerGroup",
  "log:GetConsumerGroupCheckPoint",
  "log:ListConsumerGroup",
  "log:UpdateConsumerGroup",
];

/** https://www.alibabacloud.com/help/en/sls/ram-overview */
const statements = (source: string, jobs: string): Statement[] => [
  allow(READ, [source]),
  allow(CONSUME, [`${source}/consumergroup/*`]),
  allow(["log:PostLogStoreLogs"], [jobs]),
];

/**
 * A trigger on a logstore. SLS tells the function which part is new; its shim fetches that with the function's own role.
 * The trigger's own log goes to the function's, which is never the source: a function can't follow its own log.
 */
export function logStoreTrigger(
  scope: AliyunScope,
  trigger: ResolvedTrigger<"stream" | "log">,
  source: LogSource,
): TriggerHandle {
  const group = triggerGroup(scope, trigger, "trigger", source.link);
  const jobs = scope.facts.place.apply((place) => ({
    project: logProjectName(scope.deployment, place),
    logstore: logStoreName(trigger.function),
    arn: arns.logStore(place, logProjectName(scope.deployment, place), logStoreName(trigger.function)),
  }));
  const needs: Input<Statement[]> = all([source.store, jobs]).apply(([arn, own]) => statements(arn, own.arn));
  const role = invocationRole(scope, trigger, group, {
    service: "log.aliyuncs.com",
    statements: needs,
    link: source.link,
  });
  const { store, made } = source;
  const watched = made === undefined ? store : settled(store, made.createTime, scope.facts.settle);
  addTrigger(scope, trigger, group, {
    type: "log",
    config: all([watched, jobs]).apply(([arn, { project, logstore }]) =>
      config(trigger, source, arn, { project, logstore }),
    ),
    source: watched.apply(projectArn),
    role: role.arn,
    link: source.link,
    dependsOn: [...role.ready, ...(source.dependsOn ?? [])],
  });
  return { nodes: group.nodes };
}

function config(
  trigger: ResolvedTrigger<"stream" | "log">,
  source: LogSource,
  store: string,
  logConfig: TriggerConfig<"log">["logConfig"],
): TriggerConfig<"log"> {
  const parameter: LogParameter = { polyfn: source.kind, trigger: trigger.name };
  return {
    sourceConfig: {
      logstore: part(store, "logstore"),
      ...(source.startTime !== undefined && { startTime: source.startTime }),
    },
    jobConfig: {
      maxRetryTime: Math.min(source.retries, MAX_RETRIES),
      triggerInterval: Math.min(Math.max(source.interval, INTERVAL.min), INTERVAL.max),
    },
    functionParameter: { ...parameter },
    logConfig,
    enable: source.enabled,
  };
}

const projectArn = (store: string): string => store.slice(0, store.indexOf("/logstore/"));

function part(store: string, word: string): string {
  const name = partOfArn(store, word);
  if (name === undefined) throw new InternalError(`"${store}" is not the ARN of a logstore`);
  return name;
}
