import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { LogSubscriptionFilter } from "@pulumi/aws/cloudwatch/logSubscriptionFilter.js";
import { all, type Output } from "@pulumi/pulumi";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import { arns, isArn, nameInArn } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { filterPattern } from "../log-patterns.ts";
import { triggerName } from "../names.ts";
import { permit, target } from "./target.ts";

/** A subscription filter. Its pattern is CloudWatch's own language, in which a plain word means "contains it". */
export function log(scope: AwsScope, trigger: ResolvedTrigger<"log">): TriggerHandle {
  const group = triggerGroup(scope, trigger, "filter");
  const logGroup = logGroupOf(scope, trigger);
  const permission = permit(scope, trigger, group, {
    principal: "logs.amazonaws.com",
    source: all([scope.facts.place, logGroup]).apply(([place, name]) => `${arns.logGroup(place, name)}:*`),
    sourceAccount: scope.facts.place.apply((place) => place.account),
  });
  group.add(
    LogSubscriptionFilter,
    "filter",
    {
      name: triggerName(scope.deployment, trigger),
      logGroup,
      filterPattern: filterPattern(trigger.spec.pattern),
      destinationArn: target(scope, trigger).arn,
    },
    { dependsOn: [permission] },
  );
  return { nodes: group.nodes };
}

function logGroupOf(scope: AwsScope, trigger: ResolvedTrigger<"log">): Output<string> {
  const { existing, function: name } = trigger.spec;
  if (existing !== undefined) return scope.value(existing).apply((text) => (isArn(text) ? nameInArn(text) : text));
  const own = name === undefined ? undefined : scope.function(name).nodes.logs;
  if (!(own instanceof LogGroup)) throw new InternalError(`log trigger "${trigger.name}" has no log group`);
  return own.name;
}
