import { readBytes } from "../../../runtime/core/bytes.ts";
import type { StreamRecord } from "../../../runtime/events.ts";
import type { Plain } from "../../../runtime/shim/ordered-codec.ts";
import { type GeneratedOrderedBatch, recordsOf } from "./ordered.ts";
import { type DataOf, idOf, orOne, type Stamp, sequenceOf, textOf, timeOf } from "./stamp.ts";

/** A record of a stream. */
export interface RecordInput<Body = unknown> extends Stamp {
  /** Partition key. Default: "key". */
  readonly key?: string;
  /** Text and bytes are put as they are, anything else as JSON. Default: `{}`. */
  readonly body?: Body;
  /** The cloud's name of the stream. Default: "stream". */
  readonly stream?: string;
  /** Default: made of the time and the place in the batch. */
  readonly sequence?: string;
}

function toRecord(input: RecordInput, index: number): Plain<StreamRecord> {
  const { key = "key", body = {}, stream: name = "stream" } = input;
  const time = timeOf(input);
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(textOf(body));
  return {
    specversion: "1.0",
    id: idOf(input),
    source: `stream/${name}`,
    type: "polyfn.stream.record",
    subject: key,
    time,
    ...readBytes(bytes),
    key,
    sequence: input.sequence ?? sequenceOf(time, index),
    bytes,
    raw: undefined,
  };
}

/** A batch with a record for each argument, in this order; without arguments, one record. */
export const stream = <Body = unknown>(
  ...records: readonly RecordInput<Body>[]
): GeneratedOrderedBatch<StreamRecord<DataOf<Body>>> =>
  recordsOf(orOne(records).map(toRecord) as Plain<StreamRecord<DataOf<Body>>>[]);
