import { Rule } from "@pulumi/alicloud/eventbridge/rule.js";
import { all } from "@pulumi/pulumi";
import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import type { AliyunScope } from "../facts.ts";
import { triggerName } from "../names.ts";
import { busPattern } from "../patterns.ts";
import { serviceLinkedRole } from "../shared.ts";
import { retryStrategy } from "./retry.ts";
import { target } from "./target.ts";

/** A rule of the bus; EventBridge calls the function with its service-linked role and waits for the result. */
export function bus(scope: AliyunScope, trigger: ResolvedTrigger<"bus">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup(scope, trigger, "rule");
  const source = scope.resource(spec.bus);
  group.add(
    Rule,
    "rule",
    {
      eventBusName: source.name,
      ruleName: triggerName(scope.deployment, trigger),
      filterPattern: busPattern(spec.pattern),
      status: spec.enabled ? "ENABLE" : "DISABLE",
      targets: targets(scope, trigger),
    },
    {
      dependsOn: [
        serviceLinkedRole(scope, "AliyunServiceRoleForEventBridgeSendToFC"),
        ...(spec.deadLetter === undefined
          ? []
          : [serviceLinkedRole(scope, "AliyunServiceRoleForEventBridgeSendToMNS")]),
        ...Object.values(source.nodes),
      ],
    },
  );
  return { nodes: group.nodes };
}

/**
 * The function as a target: its ARN, and the same again as parameters, which is what EventBridge reads.
 * https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-target-parameters
 */
function targets(scope: AliyunScope, trigger: ResolvedTrigger<"bus">) {
  const { retries, maxAge, deadLetter } = trigger.spec;
  const { name, qualifier, arn } = target(scope, trigger);
  const strategy = retryStrategy({ retries, maxAge });
  if (strategy === undefined)
    throw new InternalError(`bus trigger "${trigger.name}" asks for retries that can't be said`);
  const dead = deadLetter === undefined ? undefined : scope.resource(deadLetter).id;
  return all([name, qualifier, arn, dead]).apply(([fn, version, endpoint, queue]) => [
    {
      targetId: "function",
      type: "acs.fc.function",
      endpoint,
      pushRetryStrategy: strategy,
      ...(queue !== undefined && { deadLetterQueue: { arn: queue } }),
      paramLists: [
        { resourceKey: "Body", form: "ORIGINAL" },
        { resourceKey: "functionName", form: "CONSTANT", value: fn },
        { resourceKey: "Qualifier", form: "CONSTANT", value: version },
        // EventBridge learns that a call failed only when it waits for its end.
        { resourceKey: "InvocationType", form: "CONSTANT", value: "Sync" },
      ],
    },
  ]);
}
