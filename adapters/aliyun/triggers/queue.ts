import { InternalError } from "../../../model/errors.ts";
import type { ResolvedResource, ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerConfig } from "../../../offline/aliyun/trigger-config/index.ts";
import type { Symbolic } from "../../graph/expression.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { resourceNamed } from "../../shared/references.ts";
import { arnParts } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { serviceLinkedRole } from "../shared.ts";
import { MAX_WINDOW } from "./limits.ts";
import { addTrigger, type Link } from "./target.ts";

type QueueSpec = ResolvedTrigger<"queue">["spec"];

/**
 * EventBridge receives the queue's messages and calls the function with its own service-linked roles: one message per
 * call, or a stream of batches. Which messages of a batch failed is the shim's affair; EventBridge repeats a call that
 * ends without an answer, and then gives its messages to the dead-letter queue.
 * https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/mns-queue-triggers
 */
export function queue(scope: AliyunScope, trigger: ResolvedTrigger<"queue">): TriggerHandle {
  const { spec } = trigger;
  const link: Link = `queue_${spec.queue}`;
  const group = triggerGroup<AliyunTypes>(scope, trigger, "trigger", link);
  const source = scope.resource(spec.queue);
  const { deadLetter: dead, fifo } = queueSpec(scope, spec.queue);
  const deadLetter = dead && scope.resource(dead.queue).id;
  addTrigger(scope, trigger, group, {
    type: "eventbridge",
    config: {
      triggerEnable: spec.enabled,
      asyncInvocationType: false,
      eventRuleFilterPattern: "{}",
      eventSourceConfig: {
        eventSourceType: "MNS",
        eventSourceParameters: {
          sourceMNSParameters: {
            // A queue that is adopted may lie elsewhere.
            RegionId: arnParts.region(source.id),
            QueueName: source.name,
            // The shim reads Base64, by the same rule as topics and `receive()`.
            IsBase64Decode: false,
          },
        },
      },
      eventSinkConfig: { deliveryOption: { eventSchema: "CloudEvents" } },
      runOptions: runOptions(spec, fifo, deadLetter),
    },
    link,
    dependsOn: [
      serviceLinkedRole(scope, "AliyunServiceRoleForEventBridgeSourceMNS"),
      serviceLinkedRole(scope, "AliyunServiceRoleForEventBridgeSendToFC"),
      ...(deadLetter ? [serviceLinkedRole(scope, "AliyunServiceRoleForEventBridgeSendToMNS")] : []),
    ],
  });
  return { nodes: group.nodes };
}

function runOptions(
  spec: QueueSpec,
  fifo: boolean,
  deadLetter: Symbolic<string> | undefined,
): Symbolic<TriggerConfig<"eventbridge">["runOptions"]> {
  // Single events are delivered side by side, batches one after the other.
  const streaming = spec.batchSize > 1 || fifo;
  return {
    mode: streaming ? "event-streaming" : "event-driven",
    errorsTolerance: "ALL",
    // Without a dead-letter queue a message that is given up is lost, so EventBridge retries for as long as it can.
    retryStrategy: { PushRetryStrategy: deadLetter === undefined ? "EXPONENTIAL_DECAY_RETRY" : "BACKOFF_RETRY" },
    ...(deadLetter !== undefined && { deadLetterQueue: { Arn: deadLetter } }),
    ...(streaming && {
      batchWindow: { CountBasedWindow: spec.batchSize, TimeBasedWindow: Math.min(spec.window, MAX_WINDOW) },
    }),
  };
}

/** Of the queue that is read. An adopted queue's dead letters are its owner's affair. */
function queueSpec(scope: AliyunScope, name: string): ResolvedResource<"queue">["spec"] {
  const resource: ResolvedResource = resourceNamed(scope, name);
  if (resource.kind !== "queue") throw new InternalError(`a queue trigger names the ${resource.kind} "${name}"`);
  return resource.spec;
}
