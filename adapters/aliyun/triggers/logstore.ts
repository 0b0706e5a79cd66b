import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerConfig } from "../../../offline/aliyun/trigger-config/index.ts";
import { lift, type Symbolic, waitFor } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import { allow, type Statement } from "../../shared/statements.ts";
import { partOfArn } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { logStoreName } from "../names.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { invocationRole, ownLogStore } from "../role.ts";
import type { LogParameter } from "../runtime/trigger.ts";
import { projectName } from "../shared.ts";
import { INTERVAL, MAX_RETRIES } from "./limits.ts";
import { addTrigger, type Link } from "./target.ts";

/** A logstore and how it is read. */
export interface LogSource {
  /** ARN of the logstore. */
  readonly store: Symbolic<string>;
  /** The logstore itself, where this deployment makes it. */
  readonly made?: NodeRef<OutputsOf<AliyunTypes, "alicloud:log/store:Store">> | undefined;
  readonly kind: LogParameter["polyfn"];
  /** Unix time (seconds) of the first record. Default: from now on. */
  readonly startTime?: number | undefined;
  /** Seconds between two calls. */
  readonly interval: number;
  readonly retries: number;
  readonly enabled: boolean;
  readonly link?: Link;
  readonly dependsOn?: readonly NodeRef[];
}

/** Actions of SLS with the role: it reads positions of the source and stores its own in a consumer group. */
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
const statementsOf = lift("statements", (source: string, jobs: string): Statement[] => [
  allow(READ, [source]),
  allow(CONSUME, [`${source}/consumergroup/*`]),
  allow(["log:PostLogStoreLogs"], [jobs]),
]);

/**
 * A trigger on a logstore. SLS tells the function which part is new; its shim fetches that with the function's own role.
 * The trigger's own log goes to the function's, which is never the source: a function can't follow its own log.
 */
export function logStoreTrigger(
  scope: AliyunScope,
  trigger: ResolvedTrigger<"stream" | "log">,
  source: LogSource,
): TriggerHandle {
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger", source.link);
  const role = invocationRole(scope, trigger, group, {
    service: "log.aliyuncs.com",
    statements: statementsOf(source.store, ownLogStore(scope, trigger.function)),
    link: source.link,
  });
  const { store, made } = source;
  const watched = made === undefined ? store : waitFor(store, ref(made, "createTime"), scope.context.settle);
  addTrigger(scope, trigger, group, {
    type: "log",
    config: config(trigger, source, watched, {
      project: projectName(scope),
      logstore: logStoreName(trigger.function),
    }),
    source: projectArn(watched),
    role: role.arn,
    link: source.link,
    dependsOn: [...role.ready, ...(source.dependsOn ?? [])],
  });
  return { nodes: group.nodes };
}

function config(
  trigger: ResolvedTrigger<"stream" | "log">,
  source: LogSource,
  store: Symbolic<string>,
  logConfig: Symbolic<TriggerConfig<"log">["logConfig"]>,
): Symbolic<TriggerConfig<"log">> {
  const parameter: LogParameter = { polyfn: source.kind, trigger: trigger.name };
  return {
    sourceConfig: {
      logstore: logstoreIn(store),
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

const projectArn = lift("projectArn", (store: string) => store.slice(0, store.indexOf("/logstore/")));

const logstoreIn = lift("logstoreIn", (store: string) => {
  const name = partOfArn(store, "logstore");
  if (name === undefined) throw new InternalError(`"${store}" is not the ARN of a logstore`);
  return name;
});
