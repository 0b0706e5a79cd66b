import type { Logger } from "../context.ts";
import type { OrderedBatch, QueueBatch, QueueMessage, Retriable } from "../events.ts";

interface Item extends Retriable {
  readonly id: string;
}

/** Gives each item its `retry()`; tells which of them were asked to come again. */
export function retriable<T extends object, I extends T & Item>(items: readonly T[]): [I[], (item: I) => boolean] {
  const failed = new Set<object>();
  const given = items.map(
    (item) =>
      Object.assign(item, {
        retry() {
          failed.add(item);
        },
      }) as unknown as I,
  );
  return [given, (item) => failed.has(item)];
}

/** Runs the work for one item; a failure is logged and the item retried. */
async function attempt<I extends Item>(item: I, work: (item: I) => unknown, log: Logger): Promise<void> {
  try {
    await work(item);
  } catch (error) {
    log.error("failed, will be delivered again", { id: item.id, error });
    item.retry();
  }
}

interface WholeBatch {
  /** false: one failed item fails its batch. */
  readonly partialFailures?: boolean;
}

/**
 * Fails a batch because of a few of its items, where the trigger asks for that.
 * @throws Error that names them.
 */
export function failWhole(failed: readonly { readonly id: string }[], trigger: WholeBatch | undefined): void {
  if (failed[0] && trigger?.partialFailures === false)
    throw new Error(`the batch is delivered again because of ${failed.map(({ id }) => id)}`);
}

/**
 * A batch of messages, and how to tell at its end which of them failed.
 * @param trigger In a FIFO queue, messages that name no group are of one.
 */
export function queueBatch<Message extends Omit<QueueMessage, "retry">>(
  given: readonly Message[],
  log: Logger,
  trigger?: WholeBatch & { readonly fifo?: true },
): { batch: QueueBatch; failed(): Message[] } {
  const [messages, isFailed] = retriable<Message, Message & QueueMessage>(given);
  // Within a group, what follows a failure must fail too, or it would overtake.
  const stopped = () => {
    const groups = new Set<unknown>();
    return (message: QueueMessage): boolean => {
      // Without groups, each message is one of its own.
      const group = message.group ?? (trigger?.fifo ? "" : message);
      return groups.has(group) || (isFailed(message as Message & QueueMessage) && !!groups.add(group));
    };
  };
  return {
    batch: {
      messages,
      async each(work) {
        const isStopped = stopped();
        for (const message of messages) {
          if (isStopped(message)) continue;
          await attempt(message, work, log);
          isStopped(message);
        }
      },
    },
    failed() {
      const some = messages.filter(stopped());
      failWhole(some, trigger);
      return some;
    },
  };
}

/** A batch of ordered records, and how to tell at its end from which of them on it failed. */
export function orderedBatch<R extends Item>(
  given: readonly Omit<R, "retry">[],
  log: Logger,
): { batch: OrderedBatch<R>; checkpoint(): R | undefined } {
  const [records, isFailed] = retriable<Omit<R, "retry">, R>(given);
  const each: OrderedBatch<R>["each"] = async (work) => {
    for (const record of records) {
      if (!isFailed(record)) await attempt(record, work, log);
      if (isFailed(record)) return;
    }
  };
  return { batch: { records, each }, checkpoint: () => records.find(isFailed) };
}
