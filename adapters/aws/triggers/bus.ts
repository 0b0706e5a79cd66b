import { hasShim } from "../../../model/function.ts";
import type { ResolvedFunction, ResolvedTrigger } from "../../../model/resolve.ts";
import type { Symbolic } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { isOneOfSeveral } from "../../shared/node-entry.ts";
import { functionNamed } from "../../shared/references.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { triggerName } from "../names.ts";
import { busPattern } from "../patterns.ts";
import type { AwsTypes } from "../resource-types.ts";
import { permit, target } from "./target.ts";

/** ARN of a trigger's rule: also what its dead-letter queue must let in. */
export const ruleArn = (scope: AwsScope, trigger: ResolvedTrigger<"bus">): Symbolic<string> =>
  arnOf.rule(scope.context.place, triggerName(scope.deployment, trigger), scope.resource(trigger.spec.bus).name);

/** True if events must name their trigger, because the function has several bus triggers. */
const isNamed = (trigger: ResolvedTrigger<"bus">, fn: ResolvedFunction): boolean =>
  hasShim(fn) && isOneOfSeveral(trigger, fn);

/**
 * The event with the trigger's name, because events don't say which rule sent them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
const namedEvent = ({ name }: ResolvedTrigger<"bus">): string =>
  `{"polyfn":"bus","trigger":${JSON.stringify(name)},"event":<aws.events.event.json>}`;

export function bus(scope: AwsScope, trigger: ResolvedTrigger<"bus">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup<AwsTypes>(scope, trigger, "rule");
  const rule = group.add("aws:cloudwatch/eventRule:EventRule", "rule", {
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
    "aws:cloudwatch/eventTarget:EventTarget",
    "target",
    {
      rule: ref(rule, "name"),
      eventBusName: ref(rule, "eventBusName"),
      targetId: "function",
      arn: target(scope, trigger).arn,
      ...(isNamed(trigger, functionNamed(scope, trigger.function)) && {
        inputTransformer: { inputTemplate: namedEvent(trigger) },
      }),
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
