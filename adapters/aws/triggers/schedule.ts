import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Schedule } from "@pulumi/aws/scheduler/schedule.js";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import type { Group } from "../../shared/program/component.ts";
import { functionNamed } from "../../shared/program/references.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { roleName, triggerName } from "../names.ts";
import { policyDocument, trust } from "../policies.ts";
import { schedulerExpression } from "../schedule.ts";
import { scheduleInput } from "./schedule-input.ts";
import { target } from "./target.ts";

/** EventBridge Scheduler calls the function with a role of its own; no statement on the function is needed. */
export function schedule(scope: AwsScope, trigger: ResolvedTrigger<"schedule">): TriggerHandle {
  const group = triggerGroup(scope, trigger, "schedule");
  const { arn } = target(scope, trigger);
  const role = createRole(scope, trigger, group);
  const policy = group.add(RolePolicy, "policy", {
    name: "polyfn",
    role: role.name,
    policy: arn.apply((to) => policyDocument([{ Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [to] }])),
  });
  const { expression, timezone } = schedulerExpression(trigger.spec);
  group.add(
    Schedule,
    "schedule",
    {
      name: triggerName(scope.deployment, trigger),
      scheduleExpression: expression,
      scheduleExpressionTimezone: timezone,
      flexibleTimeWindow: { mode: "OFF" },
      state: trigger.spec.enabled ? "ENABLED" : "DISABLED",
      target: {
        arn,
        roleArn: role.arn,
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
function createRole(scope: AwsScope, trigger: ResolvedTrigger<"schedule">, group: Group): Role {
  return group.add(Role, "role", {
    name: roleName(scope.deployment, `${trigger.function}-${trigger.name}`),
    assumeRolePolicy: scope.facts.place.apply((place) =>
      trust("scheduler.amazonaws.com", {
        "aws:SourceAccount": place.account,
        "aws:SourceArn": arns.scheduleGroup(place, "default"),
      }),
    ),
    tags: functionNamed(scope, trigger.function).tags,
  });
}
