import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerConfig, TriggerType } from "../../../offline/aliyun/trigger-config/index.ts";
import { lift, type Symbolic } from "../../graph/expression.ts";
import type { Group } from "../../graph/group.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { LATEST } from "../names.ts";
import { type AliyunTypes, isType } from "../resource-types.ts";
import { configText } from "./config-text.ts";

/** The function that a trigger calls, through its alias when it has one. */
export interface Target {
  readonly name: Symbolic<string>;
  /** The alias, or the word for the latest code: FC wants one of them. */
  readonly qualifier: Symbolic<string>;
  /** Without the qualifier. */
  readonly arn: Symbolic<string>;
}

export function target(scope: AliyunScope, trigger: Pick<ResolvedTrigger, "function">): Target {
  const { name, nodes } = scope.function(trigger.function);
  return {
    name,
    qualifier: isType(nodes.alias, "alicloud:fc/v3Alias:V3Alias") ? ref(nodes.alias, "aliasName") : LATEST,
    arn: arnOf.function(scope.context.place, name),
  };
}

/**
 * Name of the only link between a function and something else. What is named after it instead of after its trigger goes on
 * where it was when the trigger is renamed. Names in a spec have no underscores, so it is never taken for one.
 */
export type Link = `${"http" | "queue" | "topic" | "stream" | "table"}_${string}`;

/** Types that FC refuses to change: the trigger must go before its successor comes, which has the same name. */
const FIXED: ReadonlySet<TriggerType> = new Set(["mns_topic", "tablestore"]);

export interface FcTriggerArgs<T extends TriggerType> {
  readonly type: T;
  readonly config: Symbolic<TriggerConfig<T>>;
  /** ARN of what fires it. */
  readonly source?: Symbolic<string>;
  /** ARN of the role with which the source calls the function. */
  readonly role?: Symbolic<string>;
  readonly link?: Link | undefined;
  readonly dependsOn?: readonly NodeRef[];
}

const textOfConfig = lift("triggerConfig", (type: TriggerType, config: unknown) => configText(type, config as never));

/** A trigger of FC: child `trigger` of the group. */
export function addTrigger<T extends TriggerType>(
  scope: AliyunScope,
  trigger: ResolvedTrigger,
  group: Group<AliyunTypes>,
  { type, config, source, role, link, dependsOn = [] }: FcTriggerArgs<T>,
): NodeRef<OutputsOf<AliyunTypes, "alicloud:fc/v3Trigger:V3Trigger">> {
  const { name, qualifier } = target(scope, trigger);
  return group.add(
    "alicloud:fc/v3Trigger:V3Trigger",
    "trigger",
    {
      functionName: name,
      qualifier,
      triggerName: link ?? trigger.name,
      triggerType: type,
      triggerConfig: textOfConfig(type, config),
      ...(source !== undefined && { sourceArn: source }),
      ...(role !== undefined && { invocationRole: role }),
    },
    {
      // Names of a function's triggers are unique, so one must be deleted before another gets its name.
      deleteBeforeReplace: true,
      ...(FIXED.has(type) && { replaceOnChanges: ["triggerConfig", "invocationRole"] }),
      ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
    },
  );
}
