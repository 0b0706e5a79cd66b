import type { ResolvedResource } from "../../../model/resolve.ts";
import type { QueueReceiver, QueueSender, ReceivedMessage, SendOptions } from "../../../runtime/clients.ts";
import { readBody } from "../../../runtime/core/body.ts";
import { toJson } from "../../../runtime/core/json.ts";
import { checkReceive, checkSend, checkSendBatch } from "../../../runtime/core/messages.ts";
import { arrived, type ClientUser, type MemoryStore, type StoreFactory } from "./store.ts";

interface Held {
  readonly id: string;
  readonly body: string;
  readonly options: SendOptions;
  /** Milliseconds since 1970. */
  visibleFrom: number;
}

/** The messages of a queue. A FIFO queue hands out no message of a group of which one is taken. */
class MemoryQueue {
  #messages: Held[] = [];
  #serial = 0;

  constructor(private readonly resource: ResolvedResource<"queue">) {}

  send(data: unknown, options: SendOptions, { record }: ClientUser): string {
    const { name, spec } = this.resource;
    const body = toJson(data);
    const id = `${name}-${++this.#serial}`;
    this.#messages.push({ id, body, options, visibleFrom: Date.now() + (options.delay ?? spec.delay) * 1000 });
    record({ data: arrived(body), ...options });
    return id;
  }

  take(max: number): readonly ReceivedMessage[] {
    const now = Date.now();
    const taken: Held[] = [];
    const blocked = new Set<string | undefined>();
    for (const message of this.#messages) {
      const { group } = message.options;
      const isFree = message.visibleFrom <= now && !(this.resource.spec.fifo && blocked.has(group));
      if (isFree && taken.length < max) taken.push(message);
      else blocked.add(group);
    }
    for (const message of taken) message.visibleFrom = now + this.resource.spec.visibilityTimeout * 1000;
    return taken.map((message) => this.#received(message));
  }

  snapshot(): readonly unknown[] {
    return this.#messages.map(({ body, options }) => ({ data: arrived(body), ...options }));
  }

  clear(): void {
    this.#messages = [];
  }

  #received(message: Held): ReceivedMessage {
    const { id, body, options } = message;
    const { data, text, bytes } = readBody(body);
    const { attributes = {}, deduplicationId } = options;
    return {
      id,
      data,
      text,
      bytes,
      attributes: { ...attributes },
      ...(this.resource.spec.fifo && { deduplicationId: deduplicationId ?? id }),
      done: async () => {
        this.#messages = this.#messages.filter((one) => one !== message);
      },
    };
  }
}

export const queueStore: StoreFactory<"queue"> = (resource): MemoryStore => {
  const queue = new MemoryQueue(resource);
  const { name, spec } = resource;
  const place = `queue "${name}"`;
  const client = (user: ClientUser): QueueSender & QueueReceiver => ({
    name,
    async send(data, options = {}) {
      checkSend(`send of ${place}`, spec.fifo, data, options);
      return { id: queue.send(data, options, user) };
    },
    async sendBatch(messages) {
      checkSendBatch(`sendBatch of ${place}`, spec.fifo, messages);
      for (const { data, ...options } of messages) queue.send(data, options, user);
    },
    async receive(options = {}) {
      checkReceive(`receive of ${place}`, options);
      return queue.take(options.max ?? 10);
    },
  });
  return { client, snapshot: () => queue.snapshot(), clear: () => queue.clear() };
};
