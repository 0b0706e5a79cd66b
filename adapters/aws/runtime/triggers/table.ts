import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { timeOf } from "../../../../runtime/core/values.ts";
import type { TableChangeType, TableRecord } from "../../../../runtime/events.ts";
import { orderedCodec } from "../../../../runtime/shim/ordered-codec.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import { type Image, toRow } from "../attributes.ts";
import { goOnFrom, isFrom, type Triggers } from "../trigger.ts";

const TYPES: Readonly<Record<string, TableChangeType>> = {
  INSERT: "polyfn.table.inserted",
  MODIFY: "polyfn.table.updated",
  REMOVE: "polyfn.table.deleted",
};

/** `arn:aws:dynamodb:eu-west-1:1:table/photos/stream/2026-01-31T00:00:00.000` -> `photos`. */
const tableIn = (arn: string | undefined): string => arn?.split("/")[1] ?? "";

const rowOf = (image: Image | undefined) => (image === undefined ? undefined : toRow(image));

function toRecord(record: DynamoDBRecord): Omit<TableRecord, "retry"> {
  const { dynamodb: change = {}, eventName = "MODIFY" } = record;
  const sequence = change.SequenceNumber ?? "";
  return {
    specversion: "1.0",
    id: record.eventID ?? sequence,
    source: `table/${tableIn(record.eventSourceARN)}`,
    type: TYPES[eventName] ?? "polyfn.table.updated",
    time: timeOf((change.ApproximateCreationDateTime ?? Number.NaN) * 1000),
    data: { key: toRow(change.Keys ?? {}), before: rowOf(change.OldImage), after: rowOf(change.NewImage) },
    sequence,
    raw: record,
  };
}

/** DynamoDB stream records (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html). */
export const table = orderedCodec<DynamoDBStreamEvent, TableRecord, Triggers["table"]>({
  matches: isFrom("aws:dynamodb"),
  triggerOf: bySource(({ Records }) => Records[0]?.eventSourceARN?.split("/stream/")[0]),
  decode: ({ Records }) => Records.map(toRecord),
  acknowledge: goOnFrom,
});
