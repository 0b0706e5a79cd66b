import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { all, type Output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, attaching, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { topicFilter } from "../patterns.ts";
import { adopt, keyArn } from "../references.ts";

export function topic(scope: AwsScope, resource: ResolvedResource<"topic">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Topic");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(Topic, "topic", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    ...(spec.key !== undefined && { kmsMasterKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  return {
    name: node.name,
    id: all([scope.facts.place, node.name]).apply(([place, name]) => arns.topic(place, name)),
    component,
    nodes: group.nodes,
  };
}

/** Subscriptions of queues; made last, because a topic and its queues may be declared in any order. */
export function attachTopic(scope: AwsScope, resource: ResolvedResource<"topic">): void {
  const { id } = scope.resource(resource.name);
  attaching(scope, resource, (group) => {
    for (const [name, { filter, raw }] of Object.entries(resource.spec.queues).sort(([a], [b]) => (a < b ? -1 : 1))) {
      group.add(TopicSubscription, `queue-${name}`, {
        topic: id,
        protocol: "sqs",
        endpoint: queueArn(scope, name),
        rawMessageDelivery: raw,
        ...(filter && { filterPolicy: topicFilter(filter), filterPolicyScope: "MessageBody" }),
      });
    }
  });
}

const queueArn = (scope: AwsScope, name: string): Output<string> => scope.resource(name).id;
