import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { lift } from "../../graph/expression.ts";
import type { Group } from "../../graph/group.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { OutputsOf } from "../../graph/provider-types.ts";
import { functionNamed } from "../../shared/references.ts";
import { allow } from "../../shared/statements.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { roleName, triggerName } from "../names.ts";
import { policyDocument, trust } from "../policies.ts";
import type { AwsTypes } from "../resource-types.ts";
import { schedulerExpression } from "../schedule.ts";
import { scheduleInput } from "./schedule-input.ts";
import { target } from "./target.ts";

const trusted = lift("trust", trust);

const invocationPolicy = lift("invocationPolicy", (arn: string) =>
  policyDocument([allow(["lambda:InvokeFunction"], [arn])]),
);

/** EventBridge Scheduler calls the function with a role of its own; no statement on the function is needed. */
export function schedule(scope: AwsScope, trigger: ResolvedTrigger<"schedule">): TriggerHandle {
  const group = triggerGroup<AwsTypes>(scope, trigger, "schedule");
  const { arn } = target(scope, trigger);
  const role = addRole(scope, trigger, group);
  const policy = group.add("aws:iam/rolePolicy:RolePolicy", "policy", {
    name: "polyfn",
    role: ref(role, "name"),
    policy: invocationPolicy(arn),
  });
  const { expression, timezone } = schedulerExpression(trigger.spec);
  group.add(
    "aws:scheduler/schedule:Schedule",
    "schedule",
    {
      name: triggerName(scope.deployment, trigger),
      scheduleExpression: expression,
      scheduleExpressionTimezone: timezone,
      flexibleTimeWindow: { mode: "OFF" },
      state: trigger.spec.enabled ? "ENABLED" : "DISABLED",
      target: {
        arn,
        roleArn: ref(role, "arn"),
        input: scheduleInput(trigger, {
          time: '"<aws.scheduler.scheduled-time>"',
          id: '"<aws.scheduler.execution-id>"',
        }),
      },
    },
    { dependsOn: [policy] },
  );
  return { nodes: group.nodes };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
function addRole(
  scope: AwsScope,
  trigger: ResolvedTrigger<"schedule">,
  group: Group<AwsTypes>,
): NodeRef<OutputsOf<AwsTypes, "aws:iam/role:Role">> {
  return group.add("aws:iam/role:Role", "role", {
    name: roleName(scope.deployment, `${trigger.function}-${trigger.name}`),
    assumeRolePolicy: trusted("scheduler.amazonaws.com", {
      "aws:SourceAccount": scope.context.place.account,
      "aws:SourceArn": arnOf.scheduleGroup(scope.context.place, "default"),
    }),
    tags: functionNamed(scope, trigger.function).tags,
  });
}
