import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { functionNamed } from "../../shared/references.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { triggerName } from "../names.ts";
import type { AwsTypes } from "../resource-types.ts";
import { ruleExpression } from "../schedule.ts";
import { scheduleInput } from "./schedule-input.ts";
import { permit, target } from "./target.ts";

/** A scheduled rule of the account's own bus, for servers without EventBridge Scheduler. Rules know only UTC. */
export function scheduleRule(scope: AwsScope, trigger: ResolvedTrigger<"schedule">): TriggerHandle {
  const group = triggerGroup<AwsTypes>(scope, trigger, "rule");
  const name = triggerName(scope.deployment, trigger);
  const rule = group.add("aws:cloudwatch/eventRule:EventRule", "rule", {
    name,
    scheduleExpression: ruleExpression(trigger.spec),
    state: trigger.spec.enabled ? "ENABLED" : "DISABLED",
    tags: functionNamed(scope, trigger.function).tags,
  });
  const permission = permit(scope, trigger, group, {
    principal: "events.amazonaws.com",
    source: arnOf.rule(scope.context.place, name),
  });
  group.add(
    "aws:cloudwatch/eventTarget:EventTarget",
    "target",
    {
      rule: ref(rule, "name"),
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
