import { getTableOutput } from "@pulumi/aws/dynamodb/getTable.js";
import { Table } from "@pulumi/aws/dynamodb/table.js";
import type { Output } from "@pulumi/pulumi";
import type { ResolvedTrigger } from "../../../model/resolve.ts";
import type { TriggerHandle } from "../../contract.ts";
import type { AwsScope } from "../facts.ts";
import { tableFilter } from "../patterns.ts";
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
function streamArn(scope: AwsScope, name: string): Output<string> {
  const handle = scope.resource(name);
  const own = handle.nodes.table;
  if (own instanceof Table) return own.streamArn;
  return getTableOutput({ name: handle.name }, { provider: scope.facts.provider }).streamArn;
}
