import type { ContentPattern } from "../../model/shared-fields.ts";
import type { OrderedBatch } from "../events.ts";
import type { Codec, Delivery, Matching, NamedTrigger } from "./codec.ts";
import { attemptInOrder, type OrderedRecord, type Plain } from "./ordered-codec.ts";
import { matches } from "./pattern.ts";
import { resume } from "./progress.ts";
import { type Progress, type RedeliverySettings, redeliver } from "./redelivery.ts";

/** A trigger of records whose order counts, with everything that the shim does in the place of its service. */
export interface RunTrigger extends NamedTrigger, RedeliverySettings {
  readonly filter?: ContentPattern | undefined;
  /** Name of the queue or topic that is told of records given up. */
  readonly onFailure?: string | undefined;
}

/** A run of records. */
export interface Run<R> {
  /** The same when it is delivered again. */
  readonly id: string;
  readonly records: readonly Plain<R>[];
  /** Told of records that need no more work, before more is done. */
  settle?(records: readonly Plain<R>[]): Promise<void>;
  /** Told when all records are done or given up. */
  end?(): Promise<void>;
}

/** Records that were given up, and why. */
export interface GivenUpRun<R> {
  readonly records: readonly Plain<R>[];
  readonly condition: string;
  /** The number of attempts for the first record. */
  readonly failures: number;
}

/**
 * Records whose order counts, on a cloud that can only deliver a whole run again: batches, retries, `maxAge`, halving,
 * filters and `onFailure` are the shim's.
 */
export interface RunCodec<Raw, R extends OrderedRecord, Trigger extends RunTrigger> extends Matching<Raw, Trigger> {
  decode(event: Raw, delivery: Delivery<Trigger>): Promise<Run<R>>;
  /** The values that filters test. */
  content(record: Plain<R>): unknown;
  /** Tells a trigger's `onFailure` of records that were given up. The end of the call acknowledges all others. */
  giveUp(destination: string, run: GivenUpRun<R>, delivery: Delivery<Trigger>): Promise<void>;
}

/** The settings of a function that has none. */
const DEFAULTS: RedeliverySettings = { batchSize: 10_000, bisect: false, partialFailures: true, retries: 0 };

export const runCodec = <Raw, R extends OrderedRecord, Trigger extends RunTrigger>(
  codec: RunCodec<Raw, R, Trigger>,
): Codec<Raw, OrderedBatch<R>, Trigger> => ({
  ...codec,
  async handle(event, method, delivery) {
    const { ctx, trigger } = delivery;
    const { id, records, settle, end } = await codec.decode(event, delivery);
    const { filter, onFailure } = trigger ?? {};
    const wanted = filter ? records.filter((record) => matches(filter, codec.content(record))) : records;
    const attempt = async (some: readonly Plain<R>[]): Promise<number> => {
      const done = await attemptInOrder<R>(some, method, delivery);
      await settle?.(some.slice(0, done));
      return done;
    };
    const giveUp = async (some: readonly Plain<R>[], condition: string, failures: number): Promise<void> => {
      if (onFailure !== undefined) await codec.giveUp(onFailure, { records: some, condition, failures }, delivery);
      await settle?.(some);
    };
    await resume<Progress>(`${trigger?.name}/${id}`, { done: 0, failures: 0 }, (progress) =>
      redeliver(wanted, trigger ?? DEFAULTS, {
        attempt,
        giveUp,
        remaining: () => ctx.remaining(),
        log: ctx.log,
        progress,
      }),
    );
    await end?.();
  },
});
