import type { OrderedBatch, Retriable } from "../events.ts";
import { failWhole, orderedBatch } from "./batch.ts";
import type { Codec, Delivery, Matching, Method, NamedTrigger } from "./codec.ts";

/** A trigger of records whose order counts, as far as every shim knows it. */
export interface OrderedTrigger extends NamedTrigger {
  /** false: one failed record fails its batch. */
  readonly partialFailures?: boolean;
}

export interface OrderedRecord extends Retriable {
  readonly id: string;
  readonly source: string;
  readonly time?: string;
  readonly sequence: string;
}

/** A record before the handler gets it. */
export type Plain<R> = Omit<R, "retry">;

/** Records whose order counts, on a cloud that goes on from a record that it is told. */
export interface OrderedCodec<Raw, R, Trigger> extends Matching<Raw, Trigger> {
  decode(event: Raw): readonly Plain<R>[];
  /** Gives what makes the cloud go on from the first record that failed. Without one, all are done. */
  acknowledge(failed: Plain<R> | undefined): unknown;
}

export const orderedCodec = <Raw, R extends OrderedRecord, Trigger extends OrderedTrigger>(
  codec: OrderedCodec<Raw, R, Trigger>,
): Codec<Raw, OrderedBatch<R>, Trigger> => ({
  ...codec,
  async handle(event, method, delivery) {
    const records = codec.decode(event);
    return codec.acknowledge(records[await attemptInOrder<R>(records, method, delivery)]);
  },
});

/** Hands records to the method; gives how many at the start are done. */
export async function attemptInOrder<R extends OrderedRecord>(
  records: readonly Plain<R>[],
  method: Method<OrderedBatch<R>>,
  { ctx, trigger }: Pick<Delivery<OrderedTrigger>, "ctx" | "trigger">,
): Promise<number> {
  const { batch, checkpoint } = orderedBatch<R>(records, ctx.log);
  await method(batch, ctx);
  const failed = checkpoint();
  if (!failed) return records.length;
  failWhole([failed], trigger);
  return batch.records.indexOf(failed);
}
