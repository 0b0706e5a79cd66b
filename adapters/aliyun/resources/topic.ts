import { ServiceSubscription } from "@pulumi/alicloud/message/serviceSubscription.js";
import { ServiceTopic } from "@pulumi/alicloud/message/serviceTopic.js";
import { all } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, attaching, keeping, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { adopt } from "../references.ts";
import { MAX_MESSAGE } from "./queue.ts";
import { nameOf } from "./shared.ts";

/** A topic of MNS. https://www.alibabacloud.com/help/en/mns/developer-reference/createtopic */
export function topic(scope: AliyunScope, resource: ResolvedResource<"topic">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aliyun:Topic");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(ServiceTopic, "topic", {
    topicName: nameOf(scope, resource),
    maxMessageSize: MAX_MESSAGE,
    topicType: "normal",
    tags: resource.tags,
  });
  return {
    name: node.topicName,
    id: all([scope.facts.place, node.topicName]).apply(([place, name]) => arns.topic(place, name)),
    component,
    nodes: group.nodes,
  };
}

/** Subscriptions of queues; made last, because a topic and its queues may be declared in any order. */
export function attachTopic(scope: AliyunScope, resource: ResolvedResource<"topic">): void {
  const { name: topicName } = scope.resource(resource.name);
  attaching(
    scope,
    resource,
    (group) => {
      for (const [name, { raw }] of Object.entries(resource.spec.queues).sort(([a], [b]) => (a < b ? -1 : 1))) {
        group.add(
          ServiceSubscription,
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
