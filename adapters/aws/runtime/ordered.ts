import type { TriggerKind } from "../../../model/triggers/index.ts";
import type { OrderedBatch, Retriable } from "../../../runtime/events.ts";
import { orderedBatch } from "../../../runtime/shim/batch.ts";
import type { Invocation } from "../../../runtime/shim/invocation.ts";
import { type FunctionSetup, failuresOf, type Method } from "./trigger.ts";

interface OrderedRecord extends Retriable {
  readonly id: string;
  readonly sequence: string;
}

/** Hands over records whose order counts, and answers where Lambda is to go on: at the first that failed. */
export async function handleOrdered<R extends OrderedRecord>(
  kind: TriggerKind,
  records: readonly Omit<R, "retry">[],
  method: Method<OrderedBatch<R>>,
  ctx: Invocation,
  setup: FunctionSetup,
) {
  const { batch, checkpoint } = orderedBatch<R>(records, ctx.log);
  await method(batch, ctx);
  const failed = checkpoint();
  return failuresOf(failed ? [failed.sequence] : [], kind, setup);
}
