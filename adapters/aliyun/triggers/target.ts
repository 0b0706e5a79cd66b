import { V3Alias } from "@pulumi/alicloud/fc/v3alias.js";
import { V3Trigger } from "@pulumi/alicloud/fc/v3trigger.js";
import { all, type Input, type Output, output, type Resource } from "@pulumi/pulumi";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { Group } from "../../shared/program/component.ts";
import { arns } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { LATEST } from "../names.ts";
import { configText, type TriggerConfig, type TriggerType } from "./config/index.ts";

/** The function that a trigger calls, through its alias when it has one. */
export interface Target {
  readonly name: Output<string>;
  /** The alias, or the word for the latest code: FC wants one of them. */
  readonly qualifier: Output<string>;
  /** Without the qualifier. */
  readonly arn: Output<string>;
}

export function target(scope: AliyunScope, trigger: Pick<ResolvedTrigger, "function">): Target {
  const { name, nodes } = scope.function(trigger.function);
  return {
    name,
    qualifier: nodes.alias instanceof V3Alias ? nodes.alias.aliasName : output(LATEST),
    arn: all([scope.facts.place, name]).apply(([place, text]) => arns.function(place, text)),
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
  readonly config: Input<TriggerConfig<T>>;
  /** ARN of what fires it. */
  readonly source?: Input<string>;
  /** ARN of the role with which the source calls the function. */
  readonly role?: Input<string>;
  readonly link?: Link | undefined;
  readonly dependsOn?: readonly Resource[];
}

/** A trigger of FC: child `trigger` of the group. */
export function addTrigger<T extends TriggerType>(
  scope: AliyunScope,
  trigger: ResolvedTrigger,
  group: Group,
  { type, config, source, role, link, dependsOn = [] }: FcTriggerArgs<T>,
): V3Trigger {
  const { name, qualifier } = target(scope, trigger);
  return group.add(
    V3Trigger,
    "trigger",
    {
      functionName: name,
      qualifier,
      triggerName: link ?? trigger.name,
      triggerType: type,
      triggerConfig: output(config).apply((value) => configText(type, value as TriggerConfig<T>)),
      ...(source !== undefined && { sourceArn: source }),
      ...(role !== undefined && { invocationRole: role }),
    },
    {
      // FC tells triggers of a function apart by their names, so one must be gone before another takes its name.
      deleteBeforeReplace: true,
      ...(FIXED.has(type) && { replaceOnChanges: ["triggerConfig", "invocationRole"] }),
      ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
    },
  );
}
