import { events } from "../../infra/operate/events/index.ts";

/** Stamp that makes generated events the same each time. */
export const STAMP = { id: "7f3c", time: "2026-01-31T08:00:00.000Z" } as const;

/** An event of each kind with every field that the clouds' payloads can carry. */
export const sampleEvents = () => ({
  http: events.http({
    path: "/items/1?a=1&b=%20x",
    headers: { "x-one": "1", cookie: "a=1; b=2" },
    body: { n: 1, u: "ü" },
  }),
  webhook: events.webhook({ ...STAMP, sender: "github", trigger: "hook", body: { action: "opened" } }),
  schedule: events.schedule({ ...STAMP, trigger: "daily", input: { album: "summer" } }),
  queue: events.queue<unknown>(
    { ...STAMP, queue: "jobs", body: { id: 1, name: "ü" }, attributes: { tenant: "a" }, receives: 2 },
    { ...STAMP, id: "8a", queue: "jobs", body: "no JSON" },
  ),
  topic: events.topic({ ...STAMP, topic: "news", body: { id: 1 }, attributes: { level: "high" }, subject: "Subject" }),
  bucket: events.bucket({ ...STAMP, bucket: "uploads", key: "in/a b+c ü.png", body: "content", versionId: "v1" }),
  stream: events.stream<unknown>(
    { ...STAMP, stream: "clicks", key: "k1", body: { page: "/" } },
    { ...STAMP, id: "8b", stream: "clicks", key: "k1", body: new Uint8Array([255, 0, 1]) },
  ),
  table: events.table(
    { ...STAMP, table: "photos", after: { id: "1", name: "beach", size: 2048 } },
    { ...STAMP, id: "8c", table: "photos", before: { id: "1", n: 1 }, after: { id: "1", n: 2 } },
    { ...STAMP, id: "8d", table: "photos", before: { id: "1", n: 2 } },
  ),
  bus: events.bus({ ...STAMP, source: "shop", type: "order.placed", data: { total: 12.5 }, subject: "order/1" }),
  log: events.log({ ...STAMP, log: "app", stream: "i-1", message: { level: "error", message: "boom" } }),
});

/** Fields of an event, of each item where it is a batch, without methods and the cloud's own record. */
export async function fieldsOf(event: object): Promise<unknown> {
  if (event instanceof Request) {
    const { method, url, headers } = event;
    return {
      method,
      url: new URL(url).pathname + new URL(url).search,
      headers: Object.fromEntries(headers),
      body: await event.clone().text(),
    };
  }
  const { data } = event as { data?: { headers?: Headers } };
  if (data?.headers instanceof Headers) {
    const { raw: _, ...fields } = event as { raw?: unknown };
    return { ...fields, data: { ...data, headers: Object.fromEntries(data.headers) } };
  }
  const [items] = ["messages", "records", "lines"].flatMap((name) => {
    const value: unknown = Reflect.get(event, name);
    return Array.isArray(value) ? [value] : [];
  });
  const plain = ({ raw: _, retry: __, failed: ___, each: ____, ...fields }: Record<string, unknown>) => fields;
  return items === undefined
    ? plain({ ...event })
    : { ...plain({ ...event }), messages: undefined, records: undefined, lines: undefined, items: items.map(plain) };
}
