import type { TriggerKind } from "../../model/triggers/index.ts";
import type { AnyCodec, Delivery, Matching, Method, NamedTrigger } from "../../runtime/shim/codec.ts";
import { eventCodec } from "../../runtime/shim/event-codec.ts";
import { httpCodec } from "../../runtime/shim/http-codec.ts";
import { createLogger } from "../../runtime/shim/log.ts";
import { attemptInOrder } from "../../runtime/shim/ordered-codec.ts";
import { queueCodec } from "../../runtime/shim/queue-codec.ts";
import type { WebhookTrigger } from "../../runtime/shim/webhook.ts";
import { webhookCodec } from "../../runtime/shim/webhook-codec.ts";
import { Delivered } from "./delivered.ts";

/** Messages or records that would be delivered again: those that the handler asked for, and those that must follow them. */
export interface Retried {
  /** Their identifiers, in their order. */
  readonly retried: readonly string[];
}

const matching = <K extends TriggerKind, Trigger extends NamedTrigger = NamedTrigger>(
  kind: K,
): Matching<Delivered<K>, Trigger> => ({
  matches: (event): event is Delivered<K> => event instanceof Delivered && event.kind === kind,
  triggerOf: ({ trigger }, triggers) => triggers.find(({ name }) => name === trigger),
});

const single = <K extends "schedule" | "topic" | "bucket" | "bus" | "log">(kind: K): AnyCodec =>
  eventCodec<Delivered<K>, unknown, NamedTrigger>({ ...matching(kind), decode: ({ content }) => [content] });

const ordered = <K extends "stream" | "table">(kind: K): AnyCodec => ({
  ...matching(kind),
  async handle({ content }: Delivered<K>, method: Method, delivery: Delivery<NamedTrigger>): Promise<Retried> {
    const records = content as Parameters<typeof attemptInOrder>[0];
    const done = await attemptInOrder(records, method as Parameters<typeof attemptInOrder>[1], delivery);
    return { retried: records.slice(done).map(({ id }) => id) };
  },
});

/** Passes a test's events to the handler's methods through the same code as the clouds' events. */
export const codecs: { readonly [K in TriggerKind]: AnyCodec } = {
  http: httpCodec<Delivered<"http">, NamedTrigger>({
    ...matching("http"),
    methodOf: ({ content }) => content.request.method,
    decode: ({ content }) => content,
    acknowledge: async (response) => response,
  }),
  webhook: webhookCodec<Delivered<"webhook">>({
    ...matching<"webhook", WebhookTrigger>("webhook"),
    decode: ({ content }) => content,
    acknowledge: async (response) => response,
  }),
  schedule: single("schedule"),
  queue: queueCodec<Delivered<"queue">, NamedTrigger>({
    ...matching("queue"),
    decode: ({ content }) => content,
    acknowledge: async (messages, attempt): Promise<Retried> => ({
      retried: (await attempt(messages)).map(({ id }) => id),
    }),
  }),
  topic: single("topic"),
  bucket: single("bucket"),
  stream: ordered("stream"),
  table: ordered("table"),
  bus: single("bus"),
  log: single("log"),
};

/** Every other event, for handlers with the method `raw`. */
export const rawCodec: AnyCodec = {
  matches: (event) => !(event instanceof Delivered),
  triggerOf: () => undefined,
  handle: async (event: unknown, method: Method<unknown>, { ctx }: Delivery<NamedTrigger>) => method(event, ctx),
};

/** A codec of calls whose log goes to `print`, whatever its level. */
export const logged = (codec: AnyCodec, name: string, print: (line: string) => void): AnyCodec => ({
  ...codec,
  handle(event: never, method: never, delivery: Delivery<NamedTrigger>) {
    const log = createLogger({ requestId: delivery.ctx.requestId, function: name }, print, "debug");
    // In the place of the one that writes to standard output.
    Object.defineProperty(delivery.ctx, "log", { value: log });
    return codec.handle(event, method, delivery as never);
  },
});
