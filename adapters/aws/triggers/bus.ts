import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { all, type Output } from "@pulumi/pulumi";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { functionNamed } from "../../shared/program/references.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { triggerName } from "../names.ts";
import { busPattern } from "../patterns.ts";
import { permit, target } from "./target.ts";

/** ARN of a trigger's rule: also what its dead-letter queue must let in. */
export function ruleArn(scope: AwsScope, trigger: ResolvedTrigger<"bus">): Output<string> {
  return all([scope.facts.place, scope.resource(trigger.spec.bus).name]).apply(([place, bus]) =>
    arns.rule(place, triggerName(scope.deployment, trigger), bus),
  );
}

export function bus(scope: AwsScope, trigger: ResolvedTrigger<"bus">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup(scope, trigger, "rule");
  const rule = group.add(EventRule, "rule", {
    name: triggerName(scope.deployment, trigger),
    eventBusName: scope.resource(spec.bus).name,
    eventPattern: busPattern(spec.pattern),
    state: spec.enabled ? "ENABLED" : "DISABLED",
    tags: functionNamed(scope, trigger.function).tags,
  });
  const permission = permit(scope, trigger, group, {
    principal: "events.amazonaws.com",
    source: ruleArn(scope, trigger),
  });
  group.add(
    EventTarget,
    "target",
    {
      rule: rule.name,
      eventBusName: rule.eventBusName,
      targetId: "function",
      arn: target(scope, trigger).arn,
      ...((spec.retries !== undefined || spec.maxAge !== undefined) && {
        retryPolicy: {
          ...(spec.retries !== undefined && { maximumRetryAttempts: spec.retries }),
          ...(spec.maxAge !== undefined && { maximumEventAgeInSeconds: spec.maxAge }),
        },
      }),
      ...(spec.deadLetter !== undefined && { deadLetterConfig: { arn: scope.resource(spec.deadLetter).id } }),
    },
    { dependsOn: [permission] },
  );
  return { nodes: group.nodes };
}
