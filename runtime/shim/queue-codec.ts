import type { QueueBatch, QueueMessage } from "../events.ts";
import { queueBatch } from "./batch.ts";
import type { Codec, Delivery, Matching, NamedTrigger } from "./codec.ts";

/** A queue trigger, as far as every shim knows it. */
export interface QueueTrigger extends NamedTrigger {
  /** false: one failed message fails its batch. */
  readonly partialFailures?: boolean;
  /** Messages that name no group are of one. */
  readonly fifo?: true;
}

export type Message = Omit<QueueMessage, "retry">;

/**
 * Passes messages to the handler and returns those that failed.
 * @throws What the handler throws, or an error that names those that failed where one of them fails all.
 */
export type Attempt = (messages: readonly Message[]) => Promise<readonly Message[]>;

/** Messages of a queue, which the method gets as one batch. */
export interface QueueCodec<Raw, Trigger extends QueueTrigger> extends Matching<Raw, Trigger> {
  /** The messages in their order; none where the trigger's filter leaves none. */
  decode(event: Raw, delivery: Delivery<Trigger>): readonly Message[];
  /** Has the messages handled, and gives what makes the cloud deliver those again that failed. */
  acknowledge(messages: readonly Message[], attempt: Attempt, delivery: Delivery<Trigger>): Promise<unknown>;
}

export const queueCodec = <Raw, Trigger extends QueueTrigger>(
  codec: QueueCodec<Raw, Trigger>,
): Codec<Raw, QueueBatch, Trigger> => ({
  ...codec,
  async handle(event, method, delivery) {
    const { ctx, trigger } = delivery;
    return codec.acknowledge(
      codec.decode(event, delivery),
      async (some) => {
        const { batch, failed } = queueBatch(some, ctx.log, trigger);
        await method(batch, ctx);
        return failed();
      },
      delivery,
    );
  },
});

/** The results of messages. */
export interface Outcome {
  readonly failed: readonly Message[];
  /** The reason why all of them failed. */
  readonly error?: unknown;
}

/** For clouds that do not repeat a call because of one message: a throw fails all messages. */
export async function outcomeOf(messages: readonly Message[], attempt: Attempt): Promise<Outcome> {
  try {
    return { failed: await attempt(messages) };
  } catch (error) {
    return { failed: messages, error };
  }
}
