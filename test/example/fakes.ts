import type {
  AnyRow,
  Context,
  LogFields,
  Logger,
  LogLevel,
  NewBusEvent,
  Page,
  Query,
  RowUpdate,
  StoredObject,
} from "polyfn/runtime";
import type { ImageRow } from "../../functions/lib/images.ts";

/** Clients that keep everything in memory, so that a handler is tested as the function it is. */

export class FakeBucket {
  readonly name = "uploads";
  readonly objects = new Map<string, Uint8Array>();
  /** The fake's time of every object. */
  modified = new Date("2026-11-21T06:00:00Z");

  async get(key: string): Promise<StoredObject | undefined> {
    const bytes = this.objects.get(key);
    if (!bytes) return undefined;
    return {
      key,
      size: bytes.length,
      etag: "e",
      modified: this.modified,
      metadata: {},
      body: new Blob([Buffer.from(bytes)]).stream(),
      bytes: async () => bytes,
      text: async () => Buffer.from(bytes).toString("utf8"),
      json: async <T>() => JSON.parse(Buffer.from(bytes).toString("utf8")) as T,
    };
  }
  async head(key: string) {
    return await this.get(key);
  }
  async *list() {}
  async put(key: string, body: unknown) {
    this.objects.set(key, Buffer.from(body as string | Uint8Array));
    return { etag: "e" };
  }
  async delete(key: string) {
    this.objects.delete(key);
  }
  async signedUrl(key: string, options?: object) {
    return `https://bucket.example/${key}?${new URLSearchParams(JSON.parse(JSON.stringify(options ?? {})))}`;
  }
  json(key: string): unknown {
    return JSON.parse(Buffer.from(this.objects.get(key) ?? []).toString("utf8"));
  }
}

export type Row = AnyRow;

const column = (row: object, name: string): unknown => new Map<string, unknown>(Object.entries(row)).get(name);

/** A table with a primary key and indexes; rows are found by comparing columns. */
export class FakeTable<R extends object = Row> {
  readonly name = "table";
  rows: R[] = [];
  readonly #key: readonly string[];
  readonly #indexes: Readonly<Record<string, string>>;
  /** Rows in a page, to make readers follow cursors. */
  pageSize = 2;

  constructor(key: readonly string[], indexes: Readonly<Record<string, string>> = {}) {
    this.#key = key;
    this.#indexes = indexes;
  }
  #same(row: object, key: object): boolean {
    return this.#key.every((name) => column(row, name) === column(key, name));
  }
  async get(key: object): Promise<R | undefined> {
    return this.rows.find((row) => this.#same(row, key));
  }
  async getBatch(keys: readonly object[]): Promise<(R | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(key)));
  }
  async putBatch(rows: readonly R[]): Promise<void> {
    for (const row of rows) await this.put(row);
  }
  async deleteBatch(keys: readonly object[]): Promise<void> {
    for (const key of keys) await this.delete(key);
  }
  async put(row: R): Promise<void> {
    this.rows = [...this.rows.filter((other) => !this.#same(other, row)), row];
  }
  async update(key: object, { set, add, remove = [] }: RowUpdate<R>): Promise<R> {
    const row: Record<string, unknown> = { ...key, ...(await this.get(key)), ...set };
    for (const [name, amount] of Object.entries(add ?? {})) row[name] = Number(row[name] ?? 0) + Number(amount);
    for (const name of remove) delete row[name];
    await this.put(row as R);
    return row as R;
  }
  async delete(key: object): Promise<void> {
    this.rows = this.rows.filter((row) => !this.#same(row, key));
  }
  async query({ index, partition, cursor }: Query): Promise<Page<R>> {
    const by = index === undefined ? this.#key[0] : this.#indexes[index];
    const found = this.rows.filter((row) => column(row, by ?? "") === partition);
    const start = Number(cursor ?? 0);
    const end = start + this.pageSize;
    return { rows: found.slice(start, end), ...(end < found.length ? { cursor: String(end) } : {}) };
  }
}

/** A queue, topic or bus that records its input. */
export class FakeSink {
  readonly name = "sink";
  readonly sent: { data: unknown; options?: unknown }[] = [];
  readonly events: NewBusEvent[] = [];
  async send(data: unknown, options?: unknown) {
    this.sent.push({ data, options });
    return { id: String(this.sent.length) };
  }
  publish = this.send;
  async sendBatch(messages: readonly { data: unknown }[]) {
    this.sent.push(...messages);
  }
  publishBatch = this.sendBatch;
  async put(event: NewBusEvent | readonly NewBusEvent[]) {
    this.events.push(...[event].flat());
  }
}

/** A row of the images table, complete. */
export const imageRow = (row: Partial<ImageRow> = {}): ImageRow => ({
  id: "0123456789abcdef0123",
  album: "summer",
  name: "beach",
  key: "in/summer/beach.png",
  thumbnail: "thumbs/0123456789abcdef0123.png",
  width: 640,
  height: 480,
  size: 3000,
  uploadedAt: "2026-11-21T06:00:00.000Z",
  ...row,
});

export interface LoggedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A context as the shim makes it, with these clients; `lines` is what the handler logged. */
export function fakeContext<R, P extends object = object>(resources: R, params = {} as P) {
  const lines: LoggedLine[] = [];
  const at =
    (level: LogLevel) =>
    (message: string | Error, fields: LogFields = {}) =>
      void lines.push({ level, message: String(message), fields });
  const log: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: () => log,
  };
  const ctx = {
    requestId: "r-1",
    deadline: new Date(Date.now() + 30_000),
    remaining: () => 30_000,
    signal: new AbortController().signal,
    log,
    trigger: { kind: "raw" },
    resources,
    waitUntil: () => {},
    raw: { event: {}, context: {} },
    params,
    http: { sourceIp: "203.0.113.7" },
  } satisfies Context<R> & { params: object; http: object };
  return { ctx, lines };
}
