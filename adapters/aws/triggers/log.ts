import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { type Symbolic, text } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf, nameOfExisting } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { filterPattern } from "../log-patterns.ts";
import { triggerName } from "../names.ts";
import type { AwsTypes } from "../resource-types.ts";
import { isType } from "../resource-types.ts";
import { permit, target } from "./target.ts";

/** A subscription filter. Its pattern is CloudWatch's own language, in which a plain word means "contains it". */
export function log(scope: AwsScope, trigger: ResolvedTrigger<"log">): TriggerHandle {
  const group = triggerGroup<AwsTypes>(scope, trigger, "filter");
  const logGroup = logGroupOf(scope, trigger);
  const permission = permit(scope, trigger, group, {
    principal: "logs.amazonaws.com",
    source: text`${arnOf.logGroup(scope.context.place, logGroup)}:*`,
    sourceAccount: scope.context.place.account,
  });
  group.add(
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
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

function logGroupOf(scope: AwsScope, trigger: ResolvedTrigger<"log">): Symbolic<string> {
  const { existing, function: name } = trigger.spec;
  if (existing !== undefined) return nameOfExisting(scope.value(existing));
  const own = name === undefined ? undefined : scope.function(name).nodes.logs;
  if (!isType(own, "aws:cloudwatch/logGroup:LogGroup"))
    throw new InternalError(`log trigger "${trigger.name}" has no log group`);
  return ref(own, "name");
}
