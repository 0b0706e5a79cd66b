import { Queue, type QueueArgs } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import { all, type Output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, attaching, keeping, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import { declared } from "./declared.ts";
import { type QueueSender, queuePolicy } from "../resource-policies.ts";
import { ruleArn } from "../triggers/bus.ts";

export function queue(scope: AwsScope, resource: ResolvedResource<"queue">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Queue");
  if (spec.existing !== undefined) {
    const handle = adopted(adopt(scope, resource.kind, spec.existing), component);
    return { ...handle, url: queueUrl(scope, handle) };
  }
  const node = group.add(Queue, "queue", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    visibilityTimeoutSeconds: spec.visibilityTimeout,
    messageRetentionSeconds: spec.retention,
    delaySeconds: spec.delay,
    ...(spec.fifo && { fifoQueue: true, contentBasedDeduplication: spec.deduplicate }),
    ...redrive(scope, spec),
    // A queue that loses its key would not be encrypted at all.
    ...(spec.key === undefined
      ? declared(scope, { sqsManagedSseEnabled: true })
      : { kmsMasterKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  return {
    name: node.name,
    id: all([scope.facts.place, node.name]).apply(([place, name]) => arns.queue(place, name)),
    url: node.url,
    component,
    nodes: group.nodes,
  };
}

function redrive(scope: AwsScope, spec: ResolvedResource<"queue">["spec"]): Pick<QueueArgs, "redrivePolicy"> {
  if (!spec.deadLetter) return {};
  const { queue: name, maxReceives } = spec.deadLetter;
  return {
    redrivePolicy: scope
      .resource(name)
      .id.apply((arn) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: maxReceives })),
  };
}

/** Address of a queue that polyfn did not make. Its ARN says whose it is and where. */
function queueUrl(scope: AwsScope, handle: Handle): Output<string> {
  return all([scope.facts.place, handle.id]).apply(([place, arn]) => {
    const [, , , region = place.region, account = place.account, name] = arn.split(":");
    const host = scope.facts.endpoint ?? `https://sqs.${region}.${place.dnsSuffix}`;
    return `${host}/${account}/${name}`;
  });
}

/**
 * A queue has one policy; a second resource would overwrite the first. So topics that deliver to the queue, and topics
 * and rules whose dead letters it takes, share this one. An existing queue's policy is its owner's affair.
 */
export function attachQueue(scope: AwsScope, resource: ResolvedResource<"queue">): void {
  const senders = sendersTo(scope, resource.name);
  const { url, id } = scope.resource(resource.name);
  if (resource.spec.existing !== undefined || senders.length === 0 || url === undefined) return;
  const policy = all([id, all(senders)]).apply(([arn, list]) => queuePolicy(arn, list));
  attaching(
    scope,
    resource,
    (group) => {
      group.add(QueuePolicy, "policy", { queueUrl: url, policy });
    },
    keeping(resource),
  );
}

/** Everything that sends to a queue without a role. */
export function sendersTo(scope: AwsScope, name: string): Output<QueueSender>[] {
  const topics = new Set<string>();
  const senders: Output<QueueSender>[] = [];
  for (const resource of scope.app.resources.values()) {
    if (resource.kind === "topic" && name in resource.spec.queues) topics.add(resource.name);
  }
  for (const trigger of [...scope.app.functions.values()].flatMap((fn) => fn.triggers)) {
    if (trigger.kind === "topic" && trigger.spec.deadLetter === name) topics.add(trigger.spec.topic);
    if (trigger.kind === "bus" && trigger.spec.deadLetter === name) {
      senders.push(
        ruleArn(scope, trigger).apply((source): QueueSender => ({ service: "events.amazonaws.com", source })),
      );
    }
  }
  for (const topic of topics) {
    senders.push(scope.resource(topic).id.apply((source): QueueSender => ({ service: "sns.amazonaws.com", source })));
  }
  return senders;
}
