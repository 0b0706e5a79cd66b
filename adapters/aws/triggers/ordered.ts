import { EventSourceMapping, type EventSourceMappingArgs } from "@pulumi/aws/lambda/eventSourceMapping.js";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import { functionNamed } from "../../shared/program/references.ts";
import { triggerGroup } from "../../shared/program/trigger.ts";
import type { AwsScope } from "../facts.ts";
import { policyArn } from "../references.ts";
import { declared } from "../resources/declared.ts";
import { linkName, target } from "./target.ts";

/** Lambda's own word for "no limit": as long as the source keeps records. */
const UNLIMITED = -1;

/** A mapping from a stream of either kind; Lambda polls it with the function's own role. */
export function orderedMapping(
  scope: AwsScope,
  trigger: ResolvedTrigger<"stream" | "table">,
  source: string,
  position: Pick<EventSourceMappingArgs, "eventSourceArn" | "startingPosition" | "startingPositionTimestamp">,
  pattern: string | undefined,
): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup(scope, trigger, "mapping");
  group.add(
    EventSourceMapping,
    "mapping",
    {
      ...position,
      functionName: target(scope, trigger).arn,
      enabled: spec.enabled,
      batchSize: spec.batchSize,
      ...(spec.window > 0 && { maximumBatchingWindowInSeconds: spec.window }),
      // The provider leaves alone what is not given, and a mapping would keep what its spec has lost.
      parallelizationFactor: spec.parallelism,
      ...(spec.bisect && { bisectBatchOnFunctionError: true }),
      ...declared(scope, { maximumRecordAgeInSeconds: UNLIMITED, maximumRetryAttempts: UNLIMITED }),
      ...(spec.maxAge !== undefined && { maximumRecordAgeInSeconds: spec.maxAge }),
      ...(spec.retries !== undefined && { maximumRetryAttempts: spec.retries }),
      ...(spec.onFailure !== undefined && {
        destinationConfig: { onFailure: { destinationArn: policyArn(scope, spec.onFailure) } },
      }),
      ...(spec.partialFailures && { functionResponseTypes: ["ReportBatchItemFailures"] }),
      ...(pattern !== undefined && { filterCriteria: { filters: [{ pattern }] } }),
      tags: functionNamed(scope, trigger.function).tags,
    },
    { logicalName: linkName(scope, trigger, source) },
  );
  return { nodes: group.nodes };
}

export const startingPosition = (startAt: string): string =>
  startAt === "latest" ? "LATEST" : startAt === "oldest" ? "TRIM_HORIZON" : "AT_TIMESTAMP";
