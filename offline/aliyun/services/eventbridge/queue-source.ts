import { ApiError } from "../../core/error.ts";
import type { QueueAddress, QueueMessage } from "../../core/ports.ts";
import type { RetryState } from "../../core/push-retry.ts";
import type { World } from "../../core/world.ts";
import type { Delivery } from "./delivery.ts";
import { type CloudEvent, messageEvent } from "./event.ts";
import { type PendingDelivery, triggerKey } from "./in-flight.ts";
import { matches, type Pattern, readPattern } from "./pattern.ts";
import { invoke } from "./targets.ts";
import type { EventTrigger } from "./trigger-source.ts";

/** Messages of one receive, and milliseconds it waits for them. */
const MOST = 16;
const WAIT = 30_000;

/**
 * Receives a queue's messages for one trigger. Event by event, each is taken off the queue as soon as it is an event,
 * and they are delivered side by side; as a stream, batch follows batch, and messages leave the queue when their batch
 * is done.
 */
export class QueueSource {
  readonly #world: World;
  readonly #delivery: Delivery;
  readonly #trigger: EventTrigger;
  readonly #pattern: Pattern;
  readonly #queue: QueueAddress;
  readonly #stopped = new AbortController();
  /** True if the trigger still is there, be it with other settings. */
  readonly #wanted: () => boolean;

  constructor(world: World, delivery: Delivery, trigger: EventTrigger, wanted: () => boolean) {
    this.#world = world;
    this.#wanted = wanted;
    this.#delivery = delivery;
    this.#trigger = trigger;
    this.#pattern = readPattern(trigger.config.eventRuleFilterPattern);
    const source = trigger.config.eventSourceConfig.eventSourceParameters?.sourceMNSParameters;
    this.#queue = { region: source?.RegionId ?? trigger.region, queue: source?.QueueName ?? "" };
  }

  start(): void {
    const streaming = this.#trigger.config.runOptions?.mode === "event-streaming";
    const run = async () => {
      while (this.#running) await (streaming ? this.#stream() : this.#drive());
    };
    for (const pending of this.#delivery.inFlight.takeUp(triggerKey(this.#trigger.id))) this.#pass(pending);
    run().catch((error: unknown) => console.error(`trigger ${this.#trigger.triggerName}:`, error));
  }

  /** Receives no more; what it has received goes on as long as the trigger is there. */
  stop(): void {
    this.#stopped.abort();
  }

  get #running(): boolean {
    return !this.#stopped.signal.aborted;
  }

  async #drive(): Promise<void> {
    for (const message of await this.#receive(MOST, WAIT)) {
      // Messages that arrived while it was stopping are received again after their visibility timeout.
      if (!this.#running) return;
      const event = this.#eventOf(message);
      if (matches(this.#pattern, event)) {
        this.#pass(this.#delivery.inFlight.begin(triggerKey(this.#trigger.id), event));
      }
      this.#forget(message);
    }
  }

  #pass(pending: PendingDelivery): void {
    const { event, retryState } = pending;
    this.#push([event], event, retryState)
      .then(() => this.#delivery.inFlight.end(pending))
      .catch((error: unknown) => console.error(`trigger ${this.#trigger.triggerName}:`, error));
  }

  async #stream(): Promise<void> {
    const messages = await this.#gather();
    const events = messages.map((message) => this.#eventOf(message)).filter((event) => matches(this.#pattern, event));
    const raw = this.#trigger.config.eventSinkConfig?.deliveryOption?.eventSchema === "RawData";
    const payload = raw ? events.map((event) => event.data) : events;
    if (events.length > 0) await this.#push(events, payload);
    // A batch that is no longer wanted stays in the queue.
    if (this.#wanted()) for (const message of messages) this.#forget(message);
  }

  /** Messages until there are as many as the window takes, or its time is over. */
  async #gather(): Promise<QueueMessage[]> {
    const { CountBasedWindow: most = 1, TimeBasedWindow: seconds = 0 } =
      this.#trigger.config.runOptions?.batchWindow ?? {};
    const messages = await this.#receive(Math.min(most, MOST), WAIT);
    const end = this.#world.clock.now() + seconds * 1000;
    while (messages.length > 0 && messages.length < most && this.#running) {
      const more = await this.#receive(Math.min(most - messages.length, MOST), end - this.#world.clock.now());
      if (more.length === 0) break;
      messages.push(...more);
    }
    return messages;
  }

  /** A queue that is gone is looked for again: it may come back, or the trigger go too. */
  async #receive(most: number, wait: number): Promise<QueueMessage[]> {
    if (!this.#running) return [];
    try {
      const messages = await this.#world.queues.receive(this.#queue, most, wait, this.#stopped.signal);
      if (messages.length === 0 && !this.#world.queues.exists(this.#queue)) await this.#world.clock.sleep(1000);
      return messages;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.#world.clock.sleep(1000);
      return [];
    }
  }

  #forget({ receiptHandle }: QueueMessage): void {
    if (this.#world.queues.exists(this.#queue)) this.#world.queues.delete(this.#queue, receiptHandle);
  }

  #eventOf(message: QueueMessage): CloudEvent {
    const { triggerName, functionName, region } = this.#trigger;
    const place = { account: this.#world.account, region, bus: `MNS-${functionName}-${triggerName}` };
    const source = this.#trigger.config.eventSourceConfig.eventSourceParameters?.sourceMNSParameters;
    return messageEvent(place, this.#queue, message, source?.IsBase64Decode ?? true);
  }

  /** Calls the function until it takes the payload, or the strategy gives up. */
  async #push(events: readonly CloudEvent[], payload: unknown, retryState?: RetryState): Promise<void> {
    const { runOptions, asyncInvocationType } = this.#trigger.config;
    const call = {
      region: this.#trigger.region,
      functionName: this.#trigger.functionName,
      qualifier: this.#trigger.qualifier,
      payload: Buffer.from(JSON.stringify(payload)),
      type: asyncInvocationType ? "Async" : "Sync",
    } as const;
    const strategy = { PushRetryStrategy: runOptions?.retryStrategy?.PushRetryStrategy ?? "BACKOFF_RETRY" };
    const attempt = async () => !this.#wanted() || (await invoke(this.#world, call));
    let taken = await this.#delivery.push(strategy, attempt, retryState);
    // A stream that tolerates no error goes no further than this.
    while (!taken && runOptions?.errorsTolerance === "NONE") taken = await this.#delivery.push(strategy, attempt);
    const arn = runOptions?.deadLetterQueue?.Arn;
    if (!taken && arn) await this.#delivery.deadLetter(arn, events);
  }
}
