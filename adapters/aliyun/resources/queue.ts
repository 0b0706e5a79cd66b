import { ServiceQueue, type ServiceQueueArgs } from "@pulumi/alicloud/message/serviceQueue.js";
import { all, type Output } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import { arns, type Place } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { adopt, keyId } from "../references.ts";
import { MAX_RETENTION } from "../triggers/limits.ts";
import { nameOf } from "./shared.ts";

/** Largest message, in bytes. */
export const MAX_MESSAGE = 65_536;

/** A queue of MNS. https://www.alibabacloud.com/help/en/mns/developer-reference/createqueue */
export function queue(scope: AliyunScope, resource: ResolvedResource<"queue">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aliyun:Queue");
  if (spec.existing !== undefined) {
    const handle = adopted(adopt(scope, resource.kind, spec.existing), component);
    return { ...handle, url: addressOf(scope, handle) };
  }
  const node = group.add(ServiceQueue, "queue", {
    queueName: nameOf(scope, resource),
    visibilityTimeout: spec.visibilityTimeout,
    messageRetentionPeriod: Math.min(spec.retention, MAX_RETENTION),
    delaySeconds: spec.delay,
    maximumMessageSize: MAX_MESSAGE,
    pollingWaitSeconds: 0,
    queueType: spec.fifo ? "fifo" : "normal",
    ...redrive(scope, spec),
    ...encryption(scope, spec),
    tags: resource.tags,
  });
  const handle = {
    name: node.queueName,
    id: all([scope.facts.place, node.queueName]).apply(([place, name]) => arns.queue(place, name)),
    component,
    nodes: group.nodes,
  };
  return { ...handle, url: addressOf(scope, handle) };
}

/**
 * MNS uses the key with the role that the account has given it; the algorithm is the only one that it has. That there is
 * none is said too: the provider leaves alone what is not given, and a queue would keep the key that its spec has lost.
 */
const encryption = (
  scope: AliyunScope,
  { key }: ResolvedResource<"queue">["spec"],
): Pick<ServiceQueueArgs, "enableSse" | "sseType" | "sseAlgorithm" | "kmsKeyId"> =>
  key === undefined
    ? { enableSse: false }
    : { enableSse: true, sseType: "KMS", sseAlgorithm: "AES-256-GCM", kmsKeyId: keyId(scope, key) };

/** For whoever receives messages by hand. Of messages that a function takes, the trigger and its shim keep count. */
function redrive(
  scope: AliyunScope,
  { deadLetter }: ResolvedResource<"queue">["spec"],
): Pick<ServiceQueueArgs, "dlqPolicy"> {
  if (!deadLetter) return {};
  return {
    dlqPolicy: {
      enabled: true,
      deadLetterTargetQueue: scope.resource(deadLetter.queue).name,
      maxReceiveCount: deadLetter.maxReceives,
    },
  };
}

const addressOf = (scope: AliyunScope, { id, name }: Pick<Handle, "id" | "name">): Output<string> =>
  all([scope.facts.place, id, name]).apply(([place, arn, queueName]) => queueUrl(place, arn, queueName));

/** https://www.alibabacloud.com/help/en/mns/developer-reference/endpoints; a queue's ARN says whose it is and where. */
function queueUrl(place: Place, arn: string, name: string): string {
  const [, , region = place.region, account = place.account] = arn.split(":");
  return `https://${account}.mns.${region}.aliyuncs.com/queues/${name}`;
}
