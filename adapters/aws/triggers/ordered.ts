import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { triggerGroup } from "../../graph/group.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { functionNamed } from "../../shared/references.ts";
import type { AwsScope } from "../context.ts";
import { policyArn } from "../references.ts";
import type { AwsTypes } from "../resource-types.ts";
import { declared } from "../resources/declared.ts";
import { linkName, target } from "./target.ts";

/** Lambda's own word for "no limit": as long as the source keeps records. */
const UNLIMITED = -1;

/** A mapping from a stream of either kind; Lambda polls it with the function's own role. */
export function orderedMapping(
  scope: AwsScope,
  trigger: ResolvedTrigger<"stream" | "table">,
  source: string,
  position: Pick<
    InputsOf<AwsTypes, "aws:lambda/eventSourceMapping:EventSourceMapping">,
    "eventSourceArn" | "startingPosition" | "startingPositionTimestamp"
  >,
  pattern: string | undefined,
): TriggerHandle {
  const { spec } = trigger;
  const group = triggerGroup<AwsTypes>(scope, trigger, "mapping");
  group.add(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
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
