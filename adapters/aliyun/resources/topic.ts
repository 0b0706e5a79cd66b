import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, attaching, keeping, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { adopt } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { MAX_MESSAGE } from "./queue.ts";
import { nameOf } from "./shared.ts";

/** A topic of MNS. https://www.alibabacloud.com/help/en/mns/developer-reference/createtopic */
export function topic(scope: AliyunScope, resource: ResolvedResource<"topic">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Topic");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("alicloud:message/serviceTopic:ServiceTopic", "topic", {
    topicName: nameOf(scope, resource),
    maxMessageSize: MAX_MESSAGE,
    topicType: "normal",
    tags: resource.tags,
  });
  return {
    name: ref(node, "topicName"),
    id: arnOf.topic(scope.context.place, ref(node, "topicName")),
    component,
    nodes: group.nodes,
  };
}

/** Subscriptions of queues; made last, because a topic and its queues may be declared in any order. */
export function attachTopic(scope: AliyunScope, resource: ResolvedResource<"topic">): AttachedNodes {
  const { name: topicName } = scope.resource(resource.name);
  return attaching<AliyunTypes>(
    scope,
    resource,
    (group) => {
      for (const [name, { raw }] of Object.entries(resource.spec.queues).sort(([a], [b]) => (a < b ? -1 : 1))) {
        group.add(
          "alicloud:message/serviceSubscription:ServiceSubscription",
          `queue-${name}`,
          {
            topicName,
            subscriptionName: `queue-${name}`,
            pushType: "queue",
            // Of a queue its name alone.
            endpoint: scope.resource(name).name,
            notifyContentFormat: raw ? "SIMPLIFIED" : "JSON",
            notifyStrategy: "EXPONENTIAL_DECAY_RETRY",
          },
          { deleteBeforeReplace: true },
        );
      }
    },
    keeping(resource),
  );
}
