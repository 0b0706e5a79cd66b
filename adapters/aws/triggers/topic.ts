import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { json } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AwsScope } from "../context.ts";
import { topicFilter } from "../patterns.ts";
import type { AwsTypes } from "../resource-types.ts";
import { linkName, permit, target } from "./target.ts";

/** The dead-letter queue lets the topic in through its one policy (see `resources/queue.ts`). */
export function topic(scope: AwsScope, trigger: ResolvedTrigger<"topic">): TriggerHandle {
  const { topic: source, filter, filterOn, deadLetter } = trigger.spec;
  const group = triggerGroup<AwsTypes>(scope, trigger, "subscription");
  const { id } = scope.resource(source);
  const permission = permit(scope, trigger, group, { principal: "sns.amazonaws.com", source: id });
  group.add(
    "aws:sns/topicSubscription:TopicSubscription",
    "subscription",
    {
      topic: id,
      protocol: "lambda",
      endpoint: target(scope, trigger).arn,
      ...(filter && {
        filterPolicy: topicFilter(filter),
        filterPolicyScope: filterOn === "body" ? "MessageBody" : "MessageAttributes",
      }),
      ...(deadLetter !== undefined && {
        redrivePolicy: json({ deadLetterTargetArn: scope.resource(deadLetter).id }),
      }),
    },
    { dependsOn: [permission], logicalName: linkName(scope, trigger, source) },
  );
  return { nodes: group.nodes };
}
