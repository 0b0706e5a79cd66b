import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { functionNamed } from "../../shared/program/references.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { triggerName } from "../names.ts";
import { ruleExpression } from "../schedule.ts";
import { scheduleInput } from "./schedule-input.ts";
import { permit, target } from "./target.ts";

/** A scheduled rule of the account's own bus, for servers without EventBridge Scheduler. Rules know only UTC. */
export function scheduleRule(scope: AwsScope, trigger: ResolvedTrigger<"schedule">): TriggerHandle {
  const group = triggerGroup(scope, trigger, "rule");
  const name = triggerName(scope.deployment, trigger);
  const rule = group.add(EventRule, "rule", {
    name,
    scheduleExpression: ruleExpression(trigger.spec),
    state: trigger.spec.enabled ? "ENABLED" : "DISABLED",
    tags: functionNamed(scope, trigger.function).tags,
  });
  const permission = permit(scope, trigger, group, {
    principal: "events.amazonaws.com",
    source: scope.facts.place.apply((place) => arns.rule(place, name)),
  });
  group.add(
    EventTarget,
    "target",
    {
      rule: rule.name,
      targetId: "function",
      arn: target(scope, trigger).arn,
      inputTransformer: {
        inputPaths: { time: "$.time", id: "$.id" },
        // The service puts the quotes around text values itself.
        inputTemplate: scheduleInput(trigger, { time: "<time>", id: "<id>" }),
      },
    },
    { dependsOn: [permission] },
  );
  return { nodes: group.nodes };
}
