import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { functionNamed } from "../../shared/program/references.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import type { AwsScope } from "../facts.ts";
import { queueFilter } from "../patterns.ts";
import { linkName, target } from "./target.ts";

/** Lambda polls the queue with the function's own role. */
export function queue(scope: AwsScope, trigger: ResolvedTrigger<"queue">): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup(scope, trigger, "mapping");
  group.add(
    EventSourceMapping,
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
