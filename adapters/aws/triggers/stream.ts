import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import type { AwsScope } from "../context.ts";
import { streamFilter } from "../patterns.ts";
import { orderedMapping, startingPosition } from "./ordered.ts";

export function stream(scope: AwsScope, trigger: ResolvedTrigger<"stream">): TriggerHandle {
  const { stream: source, startAt, filter } = trigger.spec;
  const position = startingPosition(startAt);
  return orderedMapping(
    scope,
    trigger,
    source,
    {
      eventSourceArn: scope.resource(source).id,
      startingPosition: position,
      ...(position === "AT_TIMESTAMP" && { startingPositionTimestamp: startAt }),
    },
    filter && streamFilter(filter),
  );
}
