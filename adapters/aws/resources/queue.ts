import type { ResolvedApp, ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import { json, lift, type Symbolic } from "../../graph/expression.ts";
import { adopted, attaching, keeping, resourceGroup } from "../../graph/group.ts";
import type { AttachedNodes, PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf, type Place } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import { type QueueSender, queuePolicy } from "../resource-policies.ts";
import type { AwsTypes } from "../resource-types.ts";
import { ruleArn } from "../triggers/bus.ts";
import { declared } from "./declared.ts";

export function queue(scope: AwsScope, resource: ResolvedResource<"queue">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Queue");
  if (spec.existing !== undefined) {
    const handle = adopted(adopt(scope, resource.kind, spec.existing), component);
    return { ...handle, url: queueUrl(handle.id, scope.context.place, scope.context.endpoint) };
  }
  const node = group.add("aws:sqs/queue:Queue", "queue", {
    name: physicalName(scope.deployment, resource, scope.context.place),
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
    name: ref(node, "name"),
    id: arnOf.queue(scope.context.place, ref(node, "name")),
    url: ref(node, "url"),
    component,
    nodes: group.nodes,
  };
}

function redrive(scope: AwsScope, spec: ResolvedResource<"queue">["spec"]): { redrivePolicy?: Symbolic<string> } {
  if (!spec.deadLetter) return {};
  const { queue: name, maxReceives } = spec.deadLetter;
  return {
    redrivePolicy: json({ deadLetterTargetArn: scope.resource(name).id, maxReceiveCount: maxReceives }),
  };
}

/** Address of a queue that polyfn did not make. Its ARN says whose it is and where. */
const queueUrl = lift("queueUrl", (arn: string, place: Place, endpoint: string | undefined) => {
  const [, , , region = place.region, account = place.account, name] = arn.split(":");
  return `${endpoint ?? `https://sqs.${region}.${place.dnsSuffix}`}/${account}/${name}`;
});

/**
 * A queue has one policy; a second resource would overwrite the first. So topics that deliver to the queue, and topics
 * and rules whose dead letters it takes, share this one. An existing queue's policy is its owner's affair.
 */
export function attachQueue(scope: AwsScope, resource: ResolvedResource<"queue">): AttachedNodes {
  const senders = sendersTo(scope, resource.name);
  const { url, id } = scope.resource(resource.name);
  if (resource.spec.existing !== undefined || senders.length === 0 || url === undefined) return {};
  return attaching<AwsTypes>(
    scope,
    resource,
    (group) => {
      const policy = policyOfQueue(id, senders);
      group.add("aws:sqs/queuePolicy:QueuePolicy", "policy", { queueUrl: url, policy });
    },
    keeping(resource),
  );
}

const policyOfQueue = lift("queuePolicy", queuePolicy);

/** Everything that sends to a queue without a role. */
export function sendersTo(scope: AwsScope, name: string): Symbolic<QueueSender>[] {
  const { topics, rules } = sendersIn(scope.app, name);
  return [
    ...rules.map((trigger) => ({ service: "events.amazonaws.com" as const, source: ruleArn(scope, trigger) })),
    ...topics.map((topic) => ({ service: "sns.amazonaws.com" as const, source: scope.resource(topic).id })),
  ];
}

/** The same by their names in the spec. */
export function sendersIn(
  app: ResolvedApp,
  name: string,
): { readonly topics: readonly string[]; readonly rules: readonly ResolvedTrigger<"bus">[] } {
  const topics = new Set<string>();
  const rules: ResolvedTrigger<"bus">[] = [];
  for (const resource of app.resources.values()) {
    if (resource.kind === "topic" && name in resource.spec.queues) topics.add(resource.name);
  }
  for (const trigger of [...app.functions.values()].flatMap((fn): readonly ResolvedTrigger[] => fn.triggers)) {
    if (trigger.kind === "topic" && trigger.spec.deadLetter === name) topics.add(trigger.spec.topic);
    if (trigger.kind === "bus" && trigger.spec.deadLetter === name) rules.push(trigger);
  }
  return { topics: [...topics], rules };
}
