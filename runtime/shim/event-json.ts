import type { TriggerKind } from "../../model/triggers/index.ts";
import type {
  BucketEvent,
  BusEvent,
  LogBatch,
  QueueMessage,
  ScheduleEvent,
  StreamRecord,
  TableRecord,
  TopicEvent,
  WebhookEvent,
} from "../events.ts";

/** A request as JSON has it. */
export interface RequestJson extends Pick<RequestInit, "method"> {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

async function requestJson(request: Request): Promise<RequestJson> {
  const { method, url } = request;
  const head = { method, url, headers: Object.fromEntries(request.headers) };
  const bytes = new Uint8Array(await request.clone().arrayBuffer());
  if (bytes.length === 0) return head;
  const text = Buffer.from(bytes).toString();
  return { ...head, body: Buffer.from(text).equals(bytes) ? text : bytes };
}

/** Without the cloud's own record, and without the bytes that its text says. */
function plain<T extends object>(item: T): object {
  const { raw: _, bytes, ...rest } = item as { raw?: unknown; bytes?: unknown; text?: unknown };
  return rest.text === undefined && bytes !== undefined ? { ...rest, bytes } : rest;
}

/** Events as plain objects, which `packJson` writes: everything but the cloud's own record and methods. */
export const plainEvents = {
  http: requestJson,
  webhook: ({ data, ...event }: WebhookEvent) => ({
    ...plain(event),
    data: { ...data, headers: Object.fromEntries(data.headers) },
  }),
  schedule: (event: ScheduleEvent) => plain(event),
  queue: ({ messages }: { readonly messages: readonly Omit<QueueMessage, "retry">[] }) => ({
    messages: messages.map(plain),
  }),
  topic: (event: TopicEvent) => plain(event),
  bucket: (event: BucketEvent) => plain(event),
  stream: ({ records }: { readonly records: readonly Omit<StreamRecord, "retry">[] }) => ({
    records: records.map(plain),
  }),
  table: ({ records }: { readonly records: readonly Omit<TableRecord, "retry">[] }) => ({
    records: records.map(plain),
  }),
  bus: ({ text: _, bytes: __, ...event }: BusEvent) => plain(event),
  log: ({ lines, ...batch }: LogBatch) => ({ ...batch, lines: lines.map(plain) }),
} satisfies { readonly [K in TriggerKind]: (event: never) => object | Promise<object> };
