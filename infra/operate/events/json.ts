import { UserError } from "../../../model/errors.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { packJson, unpackJson } from "../../../runtime/core/pack-json.ts";
import type { StreamRecord, TableRecord } from "../../../runtime/events.ts";
import { withText } from "../../../runtime/shim/bus-event.ts";
import { plainEvents, type RequestJson } from "../../../runtime/shim/event-json.ts";
import type { Plain } from "../../../runtime/shim/ordered-codec.ts";
import type { Message } from "../../../runtime/shim/queue-codec.ts";
import type { events } from "./index.ts";
import { recordsOf } from "./ordered.ts";
import { batchOf } from "./queue.ts";

/** Events as the generators make them, by kind. */
export type GeneratedEvents = { readonly [K in TriggerKind]: ReturnType<(typeof events)[K]> };

/** The JSON form of an event of a kind, and its reader. */
interface Form<Event, Json> {
  /** The field by which it is known. */
  readonly field: keyof Json & string;
  read(json: Json): Event;
}
type AnyForm<Event> = { [K in keyof Form<Event, never>]: Form<Event, never>[K] };

const form = <Event, Json>(of: Form<Event, Json>): AnyForm<Event> => of as AnyForm<Event>;

/** For events that JSON says whole. */
const plain = <K extends TriggerKind>(field: keyof GeneratedEvents[K] & string): AnyForm<GeneratedEvents[K]> =>
  form<GeneratedEvents[K], GeneratedEvents[K]>({ field, read: (json) => json });

interface Content {
  readonly bytes: Uint8Array;
  readonly text?: string;
}

const withBytes = <T extends Content>(item: T): T =>
  item.text === undefined ? item : { ...item, bytes: new TextEncoder().encode(item.text) };

const FORMS: { readonly [K in TriggerKind]: AnyForm<GeneratedEvents[K]> } = {
  http: form<Request, RequestJson>({
    field: "url",
    // Of bytes, a request takes no content type that the sender did not send.
    read: ({ url, body, ...init }) =>
      new Request(url, { ...init, ...(body !== undefined && { body: Buffer.from(body as string) }) }),
  }),
  webhook: form<GeneratedEvents["webhook"], GeneratedEvents["webhook"]>({
    field: "data",
    read: ({ data, ...event }) => ({ ...event, data: { ...data, headers: new Headers(data.headers) } }),
  }),
  schedule: plain<"schedule">("data"),
  queue: form<GeneratedEvents["queue"], { readonly messages: readonly Message[] }>({
    field: "messages",
    read: ({ messages }) => batchOf(messages.map(withBytes)),
  }),
  topic: form<GeneratedEvents["topic"], GeneratedEvents["topic"]>({ field: "text", read: withBytes }),
  bucket: plain<"bucket">("data"),
  stream: form<GeneratedEvents["stream"], { readonly records: readonly Plain<StreamRecord>[] }>({
    field: "records",
    read: ({ records }) => recordsOf(records.map(withBytes)),
  }),
  table: form<GeneratedEvents["table"], { readonly records: readonly Plain<TableRecord>[] }>({
    field: "records",
    read: ({ records }) => recordsOf(records),
  }),
  bus: form<GeneratedEvents["bus"], GeneratedEvents["bus"]>({ field: "data", read: withText }),
  log: plain<"log">("lines"),
};

/**
 * An event as JSON, to keep as test data. A request is its method, url, headers and body; what `text` says is not said
 * again as `bytes`. Bytes, bigints and sets are objects with one field: `{ "$b": "<base64>" }`, `$n`, `$set`.
 */
export async function writeEvent<K extends TriggerKind>(kind: K, event: GeneratedEvents[K]): Promise<string> {
  return `${packJson(await plainEvents[kind](event as never), 2)}\n`;
}

/**
 * Reads what `writeEvent` wrote: the event with what JSON can't say, such as `retry()` and headers.
 * @throws UserError for text that is no event of the kind.
 */
export function readEvent<K extends TriggerKind>(kind: K, json: string): GeneratedEvents[K] {
  const { field, read } = FORMS[kind];
  try {
    const event = unpackJson(json);
    if (typeof event === "object" && event !== null && field in event) return read(event as never);
  } catch (error) {
    throw notAnEvent(kind, String(error), error);
  }
  throw notAnEvent(kind, `it has no "${field}"`);
}

const notAnEvent = (kind: TriggerKind, why: string, cause?: unknown): UserError =>
  new UserError(`This is no ${kind} event: ${why}.`, `Generate one with: polyfn events generate ${kind}`, { cause });
