import type {
  BucketReader,
  BucketWriter,
  BusClient,
  FunctionClient,
  QueueReceiver,
  QueueSender,
  SecretClient,
  StreamClient,
  TableReader,
  TableWriter,
  TopicClient,
} from "../../runtime/index.ts";

/** A client of each kind, by what errors call it. Nothing needs to answer them. */
export interface AllClients {
  readonly 'bucket "files"': BucketReader & BucketWriter;
  readonly 'queue "jobs"': QueueSender & QueueReceiver;
  readonly 'queue "orders"': QueueSender & QueueReceiver;
  readonly 'topic "news"': TopicClient;
  readonly 'bus "events"': BusClient;
  readonly 'stream "clicks"': StreamClient;
  /** A table with the key `id`. */
  readonly 'table "rows"': TableReader & TableWriter;
  /** A table with the key `kind` and the number `at`. */
  readonly 'table "numbers"': TableReader & TableWriter;
  readonly 'secret "token"': SecretClient;
  readonly 'function "worker"': FunctionClient;
}

/** Makes a value of each type, because some are used up. */
export const VALUES = {
  missing: () => undefined,
  null: () => null,
  boolean: () => true,
  fraction: () => 7.5,
  NaN: () => Number.NaN,
  bigint: () => 5n,
  empty: () => "",
  "half a surrogate pair": () => "\ud800",
  symbol: () => Symbol("x"),
  function: () => () => 1,
  list: () => [null],
  holes: () => new Array(2),
  Date: () => new Date(0),
  "invalid Date": () => new Date(Number.NaN),
  Map: () => new Map([["a", 1]]),
  "nameless class": () => new (class {})(),
  promise: () => Promise.resolve(1),
  cycle: () => {
    const value: Record<string, unknown> = {};
    return Object.assign(value, { self: value });
  },
  "detached bytes": () => {
    const bytes = Uint8Array.of(1);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  "unknown field": () => ({ nonsense: 1 }),
} as const satisfies Readonly<Record<string, () => unknown>>;
export type ValueName = keyof typeof VALUES;

/** The values allowed at a path of a method's arguments. All other values are refused there. */
type Allowed = readonly ValueName[];

interface Method {
  /** Arguments that are right, by their names. */
  readonly right: () => Readonly<Record<string, unknown>>;
  /** By path in these. */
  readonly allowed: Readonly<Record<string, Allowed>>;
}

/** Every method of an interface. */
type Methods<C> = {
  readonly [K in keyof C as C[K] extends (...args: never) => unknown ? K : never]-?: Method;
};

const NONE: Allowed = [];
const OPTIONAL: Allowed = ["missing"];
const FLAG: Allowed = ["missing", "boolean"];
const TEXT: Allowed = ["missing", "empty"];
/** The values that JSON preserves. */
const JSON_VALUES: Allowed = [
  ...["missing", "null", "boolean", "fraction", "empty", "half a surrogate pair", "list", "Date"],
  "unknown field",
] as Allowed;
const ROW_VALUES: Allowed = ["missing", "null", "boolean", "fraction", "empty", "list", "unknown field"];

const key: Method["allowed"] = { key: NONE };
const rowKey = { key: NONE, "key.id": NONE };
const consistent = { options: OPTIONAL, "options.consistent": FLAG };
const attributes = (path: string): Method["allowed"] => ({
  [`${path}attributes`]: OPTIONAL,
  [`${path}attributes.a`]: NONE,
});

const bucket: Methods<BucketReader & BucketWriter> = {
  get: {
    right: () => ({ key: "a", options: { versionId: "1", signal: new AbortController().signal } }),
    allowed: { ...key, options: OPTIONAL, "options.versionId": OPTIONAL, "options.signal": OPTIONAL },
  },
  head: { right: () => ({ key: "a" }), allowed: key },
  list: {
    right: () => ({ options: { prefix: "a", after: "b", limit: 5 } }),
    allowed: { options: OPTIONAL, "options.prefix": TEXT, "options.after": TEXT, "options.limit": OPTIONAL },
  },
  put: {
    right: () => ({ key: "a", body: "b", options: { contentType: "a/b", cacheControl: "c", metadata: { a: "1" } } }),
    allowed: {
      ...key,
      body: ["empty"],
      options: OPTIONAL,
      "options.contentType": OPTIONAL,
      "options.cacheControl": OPTIONAL,
      "options.metadata": OPTIONAL,
      "options.metadata.a": NONE,
      "options.signal": OPTIONAL,
    },
  },
  delete: { right: () => ({ key: "a" }), allowed: key },
  signedUrl: {
    right: () => ({ key: "a", options: { method: "put", expires: 60, contentType: "a/b" } }),
    allowed: {
      ...key,
      options: OPTIONAL,
      "options.method": OPTIONAL,
      "options.expires": OPTIONAL,
      "options.contentType": OPTIONAL,
    },
  },
};

const receive: Method = {
  right: () => ({ options: { max: 1, wait: 1 } }),
  allowed: { options: OPTIONAL, "options.max": OPTIONAL, "options.wait": OPTIONAL },
};
const queue: Methods<QueueSender & QueueReceiver> = {
  send: {
    right: () => ({ data: {}, options: { delay: 1, attributes: { a: "b" } } }),
    allowed: {
      data: JSON_VALUES,
      "data.a": JSON_VALUES,
      options: OPTIONAL,
      "options.delay": OPTIONAL,
      ...attributes("options."),
    },
  },
  sendBatch: {
    right: () => ({ messages: [{ data: 1 }, { data: [1], delay: 1, attributes: { a: "b" } }] }),
    allowed: {
      messages: NONE,
      "messages[1]": NONE,
      "messages[1].data": JSON_VALUES,
      "messages[1].data[0]": JSON_VALUES.filter((name) => name !== "missing"),
      "messages[1].delay": OPTIONAL,
      ...attributes("messages[1]."),
    },
  },
  receive,
};
const fifo: Methods<QueueSender & QueueReceiver> = {
  send: {
    right: () => ({ data: {}, options: { group: "g", deduplicationId: "d" } }),
    allowed: { "options.group": NONE, "options.deduplicationId": OPTIONAL, "options.delay": OPTIONAL },
  },
  sendBatch: {
    right: () => ({ messages: [{ data: 1, group: "g", deduplicationId: "d" }] }),
    allowed: {
      "messages[0]": NONE,
      "messages[0].group": NONE,
      "messages[0].deduplicationId": OPTIONAL,
      "messages[0].delay": OPTIONAL,
    },
  },
  receive,
};
const topic: Methods<TopicClient> = {
  publish: {
    right: () => ({ data: {}, options: { subject: "s", attributes: { a: "b" } } }),
    allowed: { data: JSON_VALUES, options: OPTIONAL, "options.subject": OPTIONAL, ...attributes("options.") },
  },
  publishBatch: {
    right: () => ({ messages: [{ data: 1, subject: "s", attributes: { a: "b" } }] }),
    allowed: {
      messages: NONE,
      "messages[0]": NONE,
      "messages[0].data": JSON_VALUES,
      "messages[0].subject": OPTIONAL,
      ...attributes("messages[0]."),
    },
  },
};
const bus: Methods<BusClient> = {
  put: {
    right: () => ({ events: [{ type: "t", data: {}, source: "s", time: new Date(0) }] }),
    allowed: {
      "events[0]": NONE,
      "events[0].type": NONE,
      "events[0].data": JSON_VALUES,
      "events[0].source": OPTIONAL,
      "events[0].time": ["missing", "Date"],
    },
  },
};
const stream: Methods<StreamClient> = {
  put: {
    right: () => ({ records: [{ key: "k", data: {} }] }),
    allowed: { "records[0]": NONE, "records[0].key": NONE, "records[0].data": JSON_VALUES },
  },
};
const table: Methods<TableReader & TableWriter> = {
  get: { right: () => ({ key: { id: "a" }, options: { consistent: true } }), allowed: { ...rowKey, ...consistent } },
  getBatch: {
    right: () => ({ keys: [{ id: "a" }], options: { consistent: true } }),
    allowed: { keys: NONE, "keys[0]": NONE, "keys[0].id": NONE, ...consistent },
  },
  query: {
    right: () => ({ query: { index: "byAt", partition: "a", sort: 1, limit: 1, reverse: true, cursor: "c" } }),
    allowed: {
      query: NONE,
      "query.partition": NONE,
      "query.sort": OPTIONAL,
      "query.limit": OPTIONAL,
      "query.reverse": FLAG,
      "query.consistent": FLAG,
      // Only strings can name an index; one that there is not is another error.
      "query.index": ["missing", "empty", "half a surrogate pair"],
      "query.cursor": OPTIONAL,
    },
  },
  put: {
    right: () => ({ row: { id: "a", v: 1 }, options: { ifAbsent: true } }),
    allowed: { row: NONE, "row.id": NONE, "row.v": ROW_VALUES, options: OPTIONAL, "options.ifAbsent": FLAG },
  },
  putBatch: {
    right: () => ({ rows: [{ id: "a" }, { id: "b", v: [1] }] }),
    allowed: { rows: NONE, "rows[1]": NONE, "rows[1].id": NONE, "rows[1].v": ROW_VALUES },
  },
  update: {
    right: () => ({ key: { id: "a" }, changes: { set: { v: 1 }, add: { n: 1 }, remove: ["x"] } }),
    allowed: {
      ...rowKey,
      changes: NONE,
      "changes.set": ["missing", "unknown field"],
      "changes.set.v": ROW_VALUES,
      "changes.add": ["missing", "unknown field"],
      "changes.add.n": ["missing", "bigint"],
      "changes.remove": OPTIONAL,
      "changes.remove[0]": NONE,
    },
  },
  delete: { right: () => ({ key: { id: "a" } }), allowed: rowKey },
  deleteBatch: {
    right: () => ({ keys: [{ id: "a" }] }),
    allowed: { keys: NONE, "keys[0]": NONE, "keys[0].id": NONE },
  },
};
const secret: Methods<SecretClient> = {
  value: {
    right: () => ({ options: { fresh: true } }),
    allowed: { options: OPTIONAL, "options.fresh": FLAG },
  },
};
const call: Method = { right: () => ({ payload: {} }), allowed: { payload: JSON_VALUES, "payload.a": JSON_VALUES } };
const worker: Methods<FunctionClient> = { invoke: call, invokeAsync: call };

/** The arguments of each method of each client. */
export const CLIENTS: { readonly [Place in keyof AllClients]: Readonly<Record<string, Method>> } = {
  'bucket "files"': bucket,
  'queue "jobs"': queue,
  'queue "orders"': fifo,
  'topic "news"': topic,
  'bus "events"': bus,
  'stream "clicks"': stream,
  'table "rows"': table,
  'table "numbers"': { query: table.query },
  'secret "token"': secret,
  'function "worker"': worker,
};
