import type { ResolvedTrigger } from "../../../model/resolve.ts";
import { lookup, type Symbolic } from "../../graph/expression.ts";
import type { TriggerHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { AwsScope } from "../context.ts";
import { tableFilter } from "../patterns.ts";
import { isType } from "../resource-types.ts";
import { orderedMapping, startingPosition } from "./ordered.ts";

export function table(scope: AwsScope, trigger: ResolvedTrigger<"table">): TriggerHandle {
  const { table: source, startAt, filter } = trigger.spec;
  return orderedMapping(
    scope,
    trigger,
    source,
    { eventSourceArn: streamArn(scope, source), startingPosition: startingPosition(startAt) },
    filter && tableFilter(filter),
  );
}

/** The ARN of a table's stream holds the time at which it was switched on, so it must be asked for. */
function streamArn(scope: AwsScope, name: string): Symbolic<string> {
  const handle = scope.resource(name);
  const { table: own } = handle.nodes;
  if (isType(own, "aws:dynamodb/table:Table")) return ref(own, "streamArn");
  return lookup("aws:dynamodb/getTable:getTable", { name: handle.name }, "streamArn");
}
