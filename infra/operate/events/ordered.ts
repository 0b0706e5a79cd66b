import type { OrderedBatch } from "../../../runtime/events.ts";
import { orderedBatch } from "../../../runtime/shim/batch.ts";
import { createLogger } from "../../../runtime/shim/log.ts";
import type { OrderedRecord, Plain } from "../../../runtime/shim/ordered-codec.ts";

/** A batch that tells what became of its records. */
export interface GeneratedOrderedBatch<R extends OrderedRecord> extends OrderedBatch<R> {
  /** The records to deliver again, once the handler is done: from the checkpoint on. */
  failed(): readonly R[];
}

/** Records as the method gets them. */
export function recordsOf<R extends OrderedRecord>(records: readonly Plain<R>[]): GeneratedOrderedBatch<R> {
  const { batch, checkpoint } = orderedBatch<R>(records, createLogger({}));
  const failed = () => {
    const first = checkpoint();
    return first === undefined ? [] : batch.records.slice(batch.records.indexOf(first));
  };
  return { ...batch, failed };
}
