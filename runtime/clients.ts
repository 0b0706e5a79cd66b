/**
 * Clients of the resources a function may use, split by the access that allows them. They are the same on every
 * cloud; what only one cloud has is reached through its own SDK. They check what they are given and throw an
 * InvalidInputError, before anything is sent, for what not every cloud would take.
 */

// ---- bucket

/** Metadata of an object. */
export interface ObjectInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
}

/** An object's head. */
export interface ObjectHead extends ObjectInfo {
  readonly contentType?: string;
  readonly versionId?: string;
  /** Names are in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An object: read its body once, in one of these ways. */
export interface StoredObject extends ObjectHead {
  readonly body: ReadableStream<Uint8Array>;
  bytes(): Promise<Uint8Array>;
  text(): Promise<string>;
  json<T = unknown>(): Promise<T>;
}

export type ObjectBody = string | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

export interface SignedUrlOptions {
  /** The allowed operation: `get` (default) needs read, `put` needs write. */
  readonly method?: "get" | "put";
  /** Seconds the address works: 1 to 604,800 (7 days). Default 900. Ends earlier if the function's credentials do. */
  readonly expires?: number;
  /** With `put`: the type that the upload must declare. */
  readonly contentType?: string;
}

/**
 * Keys have 1 to 1,023 bytes of UTF-8, don't begin with "/" or "\\", have no segment "." or ".." and no control
 * characters; every method but `list` refuses others.
 */
interface BucketBase {
  /** The cloud's own name of the bucket. */
  readonly name: string;
  /** An address that allows one operation on one object to its holder. */
  signedUrl(key: string, options?: SignedUrlOptions): Promise<string>;
}

export interface BucketReader extends BucketBase {
  /** The object, or undefined when there is none. */
  get(
    key: string,
    options?: { readonly versionId?: string; readonly signal?: AbortSignal },
  ): Promise<StoredObject | undefined>;
  /** The object's head, or undefined when there is none. */
  head(key: string): Promise<ObjectHead | undefined>;
  /** All objects, by key, fetched page by page as they are read. */
  list(options?: {
    readonly prefix?: string;
    /** First key is the next one after this. */
    readonly after?: string;
    /** At most so many objects, a whole number. Default: all. */
    readonly limit?: number;
  }): AsyncIterable<ObjectInfo>;
}

export interface BucketWriter extends BucketBase {
  /** Writes the object, replacing one that is there. A stream is gathered in memory first. */
  put(
    key: string,
    body: ObjectBody,
    options?: {
      /** Default: a Blob's own type, `text/plain; charset=utf-8` for text, else `application/octet-stream`. */
      readonly contentType?: string;
      readonly cacheControl?: string;
      /**
       * Names of letters, digits and hyphens, which are read back in lower case; text of any language that is not empty,
       * without control characters and without spaces at its ends. At most 2,048 bytes as they are sent.
       */
      readonly metadata?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal;
    },
  ): Promise<{ readonly etag: string; readonly versionId?: string }>;
  /** Deletes the object; fine when there is none. */
  delete(key: string): Promise<void>;
}

// ---- queue

export interface SendOptions {
  /** Seconds until it can be received, at most 900. Standard queues only. */
  readonly delay?: number;
  /** FIFO queues alone, and required there: messages of a group are received in the order in which they were sent. */
  readonly group?: string;
  /**
   * FIFO queues alone: names what the message is about, for whoever drops repetitions, and comes with the message. Where
   * the cloud drops them itself, messages with the same id within five minutes count as one. Default: the hash of the
   * body in a queue with `deduplicate`, else an id of its own. Like `group` 1 to 128 letters, digits and punctuation
   * marks of ASCII.
   */
  readonly deduplicationId?: string;
  /** At most 10. Names of letters, digits, `_` and `-`; values are text that is not empty. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface QueueSender<Data = unknown> {
  /** The cloud's own name of the queue. */
  readonly name: string;
  /** Sends `data` as JSON. What JSON would leave out or change is refused. */
  send(data: Data, options?: SendOptions): Promise<{ readonly id: string }>;
  /**
   * Sends any number of messages, in as few calls as the cloud allows. Throws BatchError if some were not taken. In a
   * FIFO queue nothing is sent after a message that was not taken.
   */
  sendBatch(messages: readonly ({ readonly data: Data } & SendOptions)[]): Promise<void>;
}

export interface ReceivedMessage<Data = unknown> {
  readonly id: string;
  /** The body read as JSON, or as Base64 of JSON, else its text: as in a queue's trigger. */
  readonly data: Data;
  /** The text that `data` was parsed from. */
  readonly text: string;
  /** `text` as UTF-8. */
  readonly bytes: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  /** FIFO queues: what the sender gave, or the client made. */
  readonly deduplicationId?: string;
  /** Deletes the message: it is done. Without it the message returns after the queue's visibility timeout. */
  done(): Promise<void>;
}

export interface QueueReceiver<Data = unknown> {
  readonly name: string;
  /** Takes up to `max` (default 10, at most 10) messages, waiting up to `wait` seconds (default 0, at most 20). */
  receive(options?: { readonly max?: number; readonly wait?: number }): Promise<readonly ReceivedMessage<Data>[]>;
}

// ---- topic, bus, stream

export interface PublishOptions {
  /** Shown by e-mail subscriptions. 1 to 100 printable ASCII characters. */
  readonly subject?: string;
  /** Attributes for filters. The same rules as for messages of queues. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface TopicClient<Data = unknown> {
  /** Publishes `data` as JSON, as a queue's client does. */
  publish(data: Data, options?: PublishOptions): Promise<{ readonly id: string }>;
  /** Publishes any number of messages, in as few calls as the cloud allows. Throws BatchError if some were not taken. */
  publishBatch(messages: readonly ({ readonly data: Data } & PublishOptions)[]): Promise<void>;
}

export interface NewBusEvent<Data = unknown> {
  readonly type: string;
  readonly data: Data;
  /** Default: `polyfn.<function>`. */
  readonly source?: string;
  /** Default: now. */
  readonly time?: Date;
}

export interface BusClient<Data = unknown> {
  /** Puts one event or many. Throws BatchError if some were not taken, also after further tries. */
  put(events: NewBusEvent<Data> | readonly NewBusEvent<Data>[]): Promise<void>;
}

export interface NewRecord<Data = unknown> {
  /** Partition key, 1 to 256 characters: records with the same key keep their order. */
  readonly key: string;
  /** Bytes are put as they are, anything else as JSON. */
  readonly data: Data | Uint8Array;
}

export interface StreamClient<Data = unknown> {
  /** Puts one record or many. Refused ones are tried again, then BatchError is thrown. */
  put(records: NewRecord<Data> | readonly NewRecord<Data>[]): Promise<void>;
}

// ---- table

/**
 * A value of a row, inside lists and objects too: the same on every cloud, and a value that is read equals the one that
 * was written. Numbers are finite, whole ones within ±(2^53 - 1); bigints are for whole numbers beyond, of at most 38
 * digits. Sets have members of one kind, at least one. Objects are plain; properties that are undefined count as
 * absent.
 */
export type RowValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | ReadonlySet<string>
  | ReadonlySet<number | bigint>
  | ReadonlySet<Uint8Array>
  | readonly RowValue[]
  | { readonly [name: string]: RowValue | undefined };

/** A row of a table whose rows were given no type. */
export type AnyRow = Readonly<Record<string, RowValue | undefined>>;

/** The type of a row, with `never` where it has something that no row can hold. */
export type Storable<T> = [T] extends [RowValue | undefined]
  ? T
  : unknown extends T
    ? T
    : T extends readonly unknown[]
      ? { [K in keyof T]: Storable<T[K]> }
      : T extends NotStorable
        ? never
        : { [K in keyof T]: Storable<T[K]> };
type NotStorable = ((...args: never) => unknown) | symbol | Date | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;

/**
 * A condition on the sort key: equal to the value, or a range (both ends included), or a prefix of text that is not
 * empty.
 */
export type SortCondition<T = unknown> = T | { readonly from?: T; readonly to?: T } | { readonly prefix: string };

export interface Query<Index extends string = string> {
  /** Name of the index. Default: the primary key. */
  readonly index?: Index;
  /** Value of the partition key's column, and optionally a condition on the sort key's. */
  readonly partition: unknown;
  readonly sort?: SortCondition;
  /** Most rows in this page. Default: as many as the cloud returns at once. */
  readonly limit?: number;
  /** Highest sort key first. */
  readonly reverse?: boolean;
  /** `cursor` of the page before, from a query of the same partition in the same order. */
  readonly cursor?: string;
  /** Read what was just written. Primary key only. */
  readonly consistent?: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The start of the next page, which may be empty; absent after the last page. Opaque, but not secret or signed. */
  readonly cursor?: string;
}

export interface TableReader<Row = AnyRow, Key = AnyRow, Index extends string = string> {
  /** The cloud's own name of the table. */
  readonly name: string;
  /** The row, or undefined when there is none. */
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Row | undefined>;
  /** The rows of any number of keys, in the order of these; undefined where there is none. */
  getBatch(keys: readonly Key[], options?: { readonly consistent?: boolean }): Promise<readonly (Row | undefined)[]>;
  query(query: Query<Index>): Promise<Page<Row>>;
}

/** Changes of a row's columns: of each at most one, and none of the key. */
export interface RowUpdate<Row> {
  readonly set?: Partial<Row>;
  /** Whole numbers of at most 64 bits, added to whole numbers in one step; a missing one counts as 0. */
  readonly add?: Readonly<Partial<Record<keyof Row & string, number | bigint>>>;
  readonly remove?: readonly (keyof Row & string)[];
}

export interface TableWriter<Row = AnyRow, Key = AnyRow> {
  readonly name: string;
  /** Writes the row, replacing one that is there; with `ifAbsent`, throws ConditionError when one is there. */
  put(row: Row & Storable<Row>, options?: { readonly ifAbsent?: boolean }): Promise<void>;
  /**
   * Writes any number of rows, in as few calls as the cloud allows, replacing those that are there; of rows with the same
   * key the last one stays. Each is written or not by itself. Throws BatchError if some were not written, also after
   * further tries.
   */
  putBatch(rows: readonly (Row & Storable<Row>)[]): Promise<void>;
  /** Changes columns in one atomic step, making the row if need be. Gives the row as it is now, with this `add`'s sums. */
  update(key: Key, changes: RowUpdate<Row & Storable<Row>>): Promise<Row>;
  /** Deletes the row; fine when there is none. */
  delete(key: Key): Promise<void>;
  /** Deletes any number of rows, like `putBatch`. */
  deleteBatch(keys: readonly Key[]): Promise<void>;
}

// ---- secret, function

export interface SecretClient {
  /** The secret's text. Kept for five minutes, then fetched again; `fresh` fetches it now. */
  value(options?: { readonly fresh?: boolean }): Promise<string>;
}

export interface FunctionClient<Input = unknown, Output = unknown> {
  /** Calls with `payload` as JSON. Gives the result, read as JSON, else as text. Throws InvocationError when it failed. */
  invoke(payload: Input): Promise<Output>;
  /** Hands the call over and returns; the function's own retries and destinations apply. */
  invokeAsync(payload: Input): Promise<void>;
}
