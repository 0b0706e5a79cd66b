import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { readBytes } from "../../../../runtime/core/bytes.ts";
import { fromBase64, timeOf } from "../../../../runtime/core/values.ts";
import type { StreamRecord } from "../../../../runtime/events.ts";
import { orderedCodec } from "../../../../runtime/shim/ordered-codec.ts";
import { bySource } from "../../../../runtime/shim/trigger-of.ts";
import { goOnFrom, isFrom, nameIn, type Triggers } from "../trigger.ts";

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
export const stream = orderedCodec<KinesisStreamEvent, StreamRecord, Triggers["stream"]>({
  matches: isFrom("aws:kinesis"),
  triggerOf: bySource(({ Records }) => Records[0]?.eventSourceARN),
  decode: ({ Records }) => Records.map(toRecord),
  acknowledge: goOnFrom,
});
