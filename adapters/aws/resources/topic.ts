import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, attaching, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { topicFilter } from "../patterns.ts";
import { adopt, keyArn } from "../references.ts";
import type { AwsTypes } from "../resource-types.ts";

export function topic(scope: AwsScope, resource: ResolvedResource<"topic">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Topic");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("aws:sns/topic:Topic", "topic", {
    name: physicalName(scope.deployment, resource, scope.context.place),
    ...(spec.key !== undefined && { kmsMasterKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  return {
    name: ref(node, "name"),
    id: arnOf.topic(scope.context.place, ref(node, "name")),
    component,
    nodes: group.nodes,
  };
}

/** Subscriptions of queues; made last, because a topic and its queues may be declared in any order. */
export function attachTopic(scope: AwsScope, resource: ResolvedResource<"topic">): AttachedNodes {
  const { id } = scope.resource(resource.name);
  return attaching<AwsTypes>(scope, resource, (group) => {
    for (const [name, { filter, raw }] of Object.entries(resource.spec.queues).sort(([a], [b]) => (a < b ? -1 : 1))) {
      group.add("aws:sns/topicSubscription:TopicSubscription", `queue-${name}`, {
        topic: id,
        protocol: "sqs",
        endpoint: scope.resource(name).id,
        rawMessageDelivery: raw,
        ...(filter && { filterPolicy: topicFilter(filter), filterPolicyScope: "MessageBody" }),
      });
    }
  });
}
