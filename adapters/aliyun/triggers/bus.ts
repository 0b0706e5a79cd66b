import { InternalError } from "../../../model/errors.ts";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AliyunScope } from "../context.ts";
import { triggerName } from "../names.ts";
import { busPattern } from "../patterns.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { serviceLinkedRole } from "../shared.ts";
import { retryStrategy } from "./retry.ts";
import { target } from "./target.ts";

/** A rule of the bus; EventBridge calls the function with its service-linked role and waits for the result. */
export function bus(scope: AliyunScope, trigger: ResolvedTrigger<"bus">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup<AliyunTypes>(scope, trigger, "rule");
  const source = scope.resource(spec.bus);
  group.add(
    "alicloud:eventbridge/rule:Rule",
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
  return [
    {
      targetId: "function",
      type: "acs.fc.function",
      endpoint: arn,
      pushRetryStrategy: strategy,
      ...(deadLetter !== undefined && { deadLetterQueue: { arn: scope.resource(deadLetter).id } }),
      paramLists: [
        { resourceKey: "Body", form: "ORIGINAL" },
        { resourceKey: "functionName", form: "CONSTANT", value: name },
        { resourceKey: "Qualifier", form: "CONSTANT", value: qualifier },
        // EventBridge learns that a call failed only when it waits for its end.
        { resourceKey: "InvocationType", form: "CONSTANT", value: "Sync" },
      ],
    },
  ];
}
