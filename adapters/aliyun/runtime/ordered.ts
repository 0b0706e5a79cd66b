import type { OrderedBatch, Retriable } from "../../../runtime/events.ts";
import { orderedBatch } from "../../../runtime/shim/batch.ts";
import type { Invocation } from "../../../runtime/shim/invocation.ts";
import { matches } from "../../../runtime/shim/pattern.ts";
import { type Progress, type RedeliverySettings, redeliver } from "../../../runtime/shim/redelivery.ts";
import { tellOfFailure } from "./failure.ts";
import type { FcContext, Method, TriggerSettings } from "./trigger.ts";

export interface OrderedRecord extends Retriable {
  readonly id: string;
  readonly source: string;
  readonly time?: string;
  readonly sequence: string;
}

type Plain<R> = Omit<R, "retry">;

/** What a function without settings is taken to have said. */
const DEFAULTS: RedeliverySettings = { batchSize: 10_000, bisect: false, partialFailures: true, retries: 0 };

/** How far the runs have come whose delivery failed, while this instance lives. */
const unfinished = new Map<string, Progress>();
const MOST_UNFINISHED = 1000;

export interface Run<R> {
  /** The same when it is delivered again. */
  readonly id: string;
  readonly records: readonly Plain<R>[];
  readonly settings: TriggerSettings["stream"] | TriggerSettings["table"] | undefined;
  /** What a filter looks at. */
  content(record: Plain<R>): unknown;
  /** Told of records that need no more work, before more is done. */
  settle?(records: readonly Plain<R>[]): Promise<void>;
}

/**
 * Hands records to the handler as the trigger's settings say: in batches, again from the first that failed, and given
 * up after their retries. FC's own services can only deliver the whole run again.
 */
export async function handleOrdered<R extends OrderedRecord>(
  { id, records, settings, content, settle }: Run<R>,
  method: Method<OrderedBatch<R>>,
  ctx: Invocation,
): Promise<void> {
  const { filter, onFailure } = settings ?? {};
  const wanted = filter === undefined ? records : records.filter((record) => matches(filter, content(record)));
  const progress = unfinished.get(id) ?? { done: 0, failures: 0 };
  unfinished.delete(id);
  const attempt = async (some: readonly Plain<R>[]): Promise<number> => {
    const { batch, checkpoint } = orderedBatch<R>(some, ctx.log);
    await method(batch, ctx);
    const failed = checkpoint();
    const index = failed === undefined ? some.length : some.findIndex(({ sequence }) => sequence === failed.sequence);
    const done = failed && settings?.partialFailures === false ? 0 : index;
    await settle?.(some.slice(0, done));
    return done;
  };
  const giveUp = async (some: readonly Plain<R>[], condition: string, failures: number): Promise<void> => {
    const [first, last] = [some[0], some.at(-1)];
    if (onFailure !== undefined && first && last) {
      const { requestId } = ctx;
      const common = {
        requestId,
        functionName: (ctx.raw.context as FcContext).function.name,
        condition,
        invokeCount: failures,
      };
      await tellOfFailure(onFailure, { ...common, source: first.source, first, last, size: some.length });
    }
    await settle?.(some);
  };
  const remaining = () => ctx.remaining();
  try {
    const work = { attempt, giveUp, remaining, log: ctx.log, progress };
    await redeliver(wanted, settings ?? DEFAULTS, work);
  } catch (error) {
    if (unfinished.size < MOST_UNFINISHED) unfinished.set(id, progress);
    throw error;
  }
}
