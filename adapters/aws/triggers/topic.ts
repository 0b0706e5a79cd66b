import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import type { AwsScope } from "../facts.ts";
import { topicFilter } from "../patterns.ts";
import { linkName, permit, target } from "./target.ts";

/** The dead-letter queue lets the topic in through its one policy (see `resources/queue.ts`). */
export function topic(scope: AwsScope, trigger: ResolvedTrigger<"topic">): TriggerHandle {
  const { topic: source, filter, filterOn, deadLetter } = trigger.spec;
  const group = triggerGroup(scope, trigger, "subscription");
  const { id } = scope.resource(source);
  const permission = permit(scope, trigger, group, { principal: "sns.amazonaws.com", source: id });
  group.add(
    TopicSubscription,
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
        redrivePolicy: scope.resource(deadLetter).id.apply((arn) => JSON.stringify({ deadLetterTargetArn: arn })),
      }),
    },
    { dependsOn: [permission], logicalName: linkName(scope, trigger, source) },
  );
  return { nodes: group.nodes };
}
