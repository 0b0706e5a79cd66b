import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { readBytes } from "../../../../runtime/core/bytes.ts";
import { fromBase64, timeOf } from "../../../../runtime/core/values.ts";
import type { StreamBatch, StreamRecord } from "../../../../runtime/events.ts";
import { handleOrdered } from "../ordered.ts";
import { hasRecordsFrom, nameIn, type Trigger } from "../trigger.ts";

function toRecord(record: KinesisStreamRecord): Omit<StreamRecord, "retry"> {
  const { data, partitionKey, sequenceNumber, approximateArrivalTimestamp } = record.kinesis;
  const bytes = fromBase64(data);
  return {
    specversion: "1.0",
    id: record.eventID,
    source: `stream/${nameIn(record.eventSourceARN)}`,
    type: "polyfn.stream.record",
    subject: partitionKey,
    time: timeOf(approximateArrivalTimestamp * 1000),
    ...readBytes(bytes),
    key: partitionKey,
    sequence: sequenceNumber,
    bytes,
    raw: record,
  };
}

/** Kinesis records (https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html). */
export const stream: Trigger<KinesisStreamEvent, StreamBatch> = {
  accepts: (event): event is KinesisStreamEvent => hasRecordsFrom(event, "aws:kinesis"),
  handle: ({ Records }, method, ctx, setup) =>
    handleOrdered<StreamRecord>("stream", Records.map(toRecord), method, ctx, setup),
};
