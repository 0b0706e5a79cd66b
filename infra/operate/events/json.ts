import { UserError } from "../../../model/errors.ts";
import type { TriggerKind } from "../../../model/triggers/index.ts";
import { packJson, unpackJson } from "../../../runtime/core/pack-json.ts";
import type { StreamRecord, TableRecord } from "../../../runtime/events.ts";
import { withText } from "../../../runtime/shim/bus-event.ts";
import type { Plain } from "../../../runtime/shim/ordered-codec.ts";
import type { Message } from "../../../runtime/shim/queue-codec.ts";
import type { events } from "./index.ts";
import { recordsOf } from "./ordered.ts";
import { batchOf } from "./queue.ts";

/** Events as the generators make them, by kind. */
export type GeneratedEvents = { readonly [K in TriggerKind]: ReturnType<(typeof events)[K]> };

/** The JSON form of an event of a kind. */
interface Form<Event, Json> {
  /** The field by which it is known. */
  readonly field: keyof Json & string;
  write(event: Event): object | Promise<object>;
  read(json: Json): Event;
}
type AnyForm<Event> = { [K in keyof Form<Event, never>]: Form<Event, never>[K] };

const form = <Event, Json>(of: Form<Event, Json>): AnyForm<Event> => of as AnyForm<Event>;

/** For events that JSON says whole. */
const plain = <K extends TriggerKind>(field: keyof GeneratedEvents[K] & string): AnyForm<GeneratedEvents[K]> =>
  form<GeneratedEvents[K], GeneratedEvents[K]>({ field, write: (event) => event as object, read: (json) => json });

interface Content {
  readonly bytes: Uint8Array;
  readonly text?: string;
}

/** Without the bytes that its text says. */
function withoutBytes<T extends Content>({ bytes, ...item }: T): object {
  return item.text === undefined ? { ...item, bytes } : item;
}

const withBytes = <T extends Content>(item: T): T =>
  item.text === undefined ? item : { ...item, bytes: new TextEncoder().encode(item.text) };

interface RequestJson extends Pick<RequestInit, "method"> {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

async function requestJson(request: Request): Promise<RequestJson> {
  const { method, url } = request;
  const head = { method, url, headers: Object.fromEntries(request.headers) };
  if (request.body === null) return head;
  const bytes = new Uint8Array(await request.clone().arrayBuffer());
  const text = Buffer.from(bytes).toString();
  return { ...head, body: Buffer.from(text).equals(bytes) ? text : bytes };
}

const FORMS: { readonly [K in TriggerKind]: AnyForm<GeneratedEvents[K]> } = {
  http: form<Request, RequestJson>({
    field: "url",
    write: requestJson,
    read: ({ url, ...init }) => new Request(url, init),
  }),
  webhook: form<GeneratedEvents["webhook"], GeneratedEvents["webhook"]>({
    field: "data",
    write: ({ data, ...event }) => ({ ...event, data: { ...data, headers: Object.fromEntries(data.headers) } }),
    read: ({ data, ...event }) => ({ ...event, data: { ...data, headers: new Headers(data.headers) } }),
  }),
  schedule: plain<"schedule">("data"),
  queue: form<GeneratedEvents["queue"], { readonly messages: readonly Message[] }>({
    field: "messages",
    write: ({ messages }) => ({ messages: messages.map(withoutBytes) }),
    read: ({ messages }) => batchOf(messages.map(withBytes)),
  }),
  topic: form<GeneratedEvents["topic"], GeneratedEvents["topic"]>({
    field: "text",
    write: withoutBytes,
    read: withBytes,
  }),
  bucket: plain<"bucket">("data"),
  stream: form<GeneratedEvents["stream"], { readonly records: readonly Plain<StreamRecord>[] }>({
    field: "records",
    write: ({ records }) => ({ records: records.map(withoutBytes) }),
    read: ({ records }) => recordsOf(records.map(withBytes)),
  }),
  table: form<GeneratedEvents["table"], { readonly records: readonly Plain<TableRecord>[] }>({
    field: "records",
    write: ({ records }) => ({ records }),
    read: ({ records }) => recordsOf(records),
  }),
  bus: form<GeneratedEvents["bus"], GeneratedEvents["bus"]>({
    field: "data",
    write: ({ text: _, bytes: __, ...event }) => event,
    read: withText,
  }),
  log: plain<"log">("lines"),
};

/**
 * An event as JSON, to keep as test data. A request is its method, url, headers and body; what `text` says is not said
 * again as `bytes`. Bytes, bigints and sets are objects with one field: `{ "$b": "<base64>" }`, `$n`, `$set`.
 */
export async function writeEvent<K extends TriggerKind>(kind: K, event: GeneratedEvents[K]): Promise<string> {
  return `${packJson(await FORMS[kind].write(event), 2)}\n`;
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
