import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { functionNamed } from "../../shared/references.ts";
import type { AwsScope } from "../context.ts";
import { queueFilter } from "../patterns.ts";
import type { AwsTypes } from "../resource-types.ts";
import { linkName, target } from "./target.ts";

/** Lambda polls the queue with the function's own role. */
export function queue(scope: AwsScope, trigger: ResolvedTrigger<"queue">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup<AwsTypes>(scope, trigger, "mapping");
  group.add(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "mapping",
    {
      eventSourceArn: scope.resource(spec.queue).id,
      functionName: target(scope, trigger).arn,
      enabled: spec.enabled,
      batchSize: spec.batchSize,
      ...(spec.window > 0 && { maximumBatchingWindowInSeconds: spec.window }),
      ...(spec.partialFailures && { functionResponseTypes: ["ReportBatchItemFailures"] }),
      ...(spec.maxConcurrency !== undefined && { scalingConfig: { maximumConcurrency: spec.maxConcurrency } }),
      ...(spec.filter && { filterCriteria: { filters: [{ pattern: queueFilter(spec.filter) }] } }),
      tags: functionNamed(scope, trigger.function).tags,
    },
    { logicalName: linkName(scope, trigger, spec.queue) },
  );
  return { nodes: group.nodes };
}
