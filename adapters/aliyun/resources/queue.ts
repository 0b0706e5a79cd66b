import type { ResolvedResource } from "../../../model/resolve.ts";
import { lift, type Symbolic } from "../../graph/expression.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { arnOf, type Place } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { adopt, keyId } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { MAX_RETENTION } from "../triggers/limits.ts";
import { nameOf } from "./shared.ts";

type QueueInputs = InputsOf<AliyunTypes, "alicloud:message/serviceQueue:ServiceQueue">;

/** Largest message, in bytes. */
export const MAX_MESSAGE = 65_536;

/** A queue of MNS. https://www.alibabacloud.com/help/en/mns/developer-reference/createqueue */
export function queue(scope: AliyunScope, resource: ResolvedResource<"queue">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Queue");
  if (spec.existing !== undefined) {
    const handle = adopted(adopt(scope, resource.kind, spec.existing), component);
    return { ...handle, url: addressOf(scope, handle) };
  }
  const node = group.add("alicloud:message/serviceQueue:ServiceQueue", "queue", {
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
    name: ref(node, "queueName"),
    id: arnOf.queue(scope.context.place, ref(node, "queueName")),
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
): Pick<QueueInputs, "enableSse" | "sseType" | "sseAlgorithm" | "kmsKeyId"> =>
  key === undefined
    ? { enableSse: false }
    : { enableSse: true, sseType: "KMS", sseAlgorithm: "AES-256-GCM", kmsKeyId: keyId(scope, key) };

/** For receivers other than triggers: a trigger and its shim count the deliveries of a message themselves. */
function redrive(
  scope: AliyunScope,
  { deadLetter }: ResolvedResource<"queue">["spec"],
): Pick<QueueInputs, "dlqPolicy"> {
  if (!deadLetter) return {};
  return {
    dlqPolicy: {
      enabled: true,
      deadLetterTargetQueue: scope.resource(deadLetter.queue).name,
      maxReceiveCount: deadLetter.maxReceives,
    },
  };
}

const addressOf = (scope: AliyunScope, { id, name }: Pick<PartHandle, "id" | "name">): Symbolic<string> =>
  urlOf(scope.context.place, id, name);

/** https://www.alibabacloud.com/help/en/mns/developer-reference/endpoints; a queue's ARN says whose it is and where. */
function queueUrl(place: Place, arn: string, name: string): string {
  const [, , region = place.region, account = place.account] = arn.split(":");
  return `https://${account}.mns.${region}.aliyuncs.com/queues/${name}`;
}

const urlOf = lift("queueUrl", queueUrl);
