/**
 * Events of handlers: CloudEvents 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md) with typed
 * `data`. Times are RFC 3339 strings. `raw` is the cloud's own record, for fields that the neutral event lacks.
 */
export interface CloudEvent<Data = unknown, Type extends string = string> {
  readonly specversion: "1.0";
  /** Unique per source; the same when the same event is delivered again. */
  readonly id: string;
  /** The origin of the event, for example `bucket/media-prod-uploads`. */
  readonly source: string;
  readonly type: Type;
  readonly subject?: string;
  /** When it happened. */
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly data: Data;
  /** The cloud's own record, as it came. */
  readonly raw: unknown;
}

/** An object that now exists. */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** Only in versioned buckets. */
  readonly versionId?: string;
}

/** An object that is gone (in a versioned bucket: hidden by a delete marker). */
export interface RemovedObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

export type BucketCreatedEvent = CloudEvent<CreatedObject, "polyfn.bucket.created">;
export type BucketRemovedEvent = CloudEvent<RemovedObject, "polyfn.bucket.removed">;
export type BucketEvent = BucketCreatedEvent | BucketRemovedEvent;

/** Something delivered in a batch that can fail on its own. */
export interface Retriable {
  /** This one failed: it is delivered again, the others are done. See the batch for what that means where order counts. */
  retry(): void;
}

/** Content that came as text. */
export interface WithText {
  /** The text that `data` was parsed from. `data` has numbers as JavaScript has them; this text has every digit. */
  readonly text: string;
  /** `text` as UTF-8. */
  readonly bytes: Uint8Array;
}

/**
 * A message of a queue. `data` is the body read as JSON, or as Base64 of JSON, as some senders' libraries make it; else
 * it is the body's text.
 */
export interface QueueMessage<Data = unknown> extends CloudEvent<Data, "polyfn.queue.message">, WithText, Retriable {
  /** The sender's attributes; binary ones as base64. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The number of deliveries, including this one, if the cloud counts them. */
  readonly receives?: number;
  /** FIFO queues: the message group. */
  readonly group?: string;
  /** FIFO queues: what the sender gave, or the client made. */
  readonly deduplicationId?: string;
}

/**
 * Messages of a queue. Returning normally means that all are done except those whose `retry()` was called; throwing
 * fails all. In a FIFO queue a retried message takes the later ones of its group with it, so that order holds.
 */
export interface QueueBatch<Data = unknown> {
  readonly messages: readonly QueueMessage<Data>[];
  /**
   * Runs `work` for each message, one after the other; a message whose work throws is logged and retried. In a FIFO
   * queue the rest of that message's group is left for later.
   */
  each(work: (message: QueueMessage<Data>) => unknown): Promise<void>;
}

/** A message published to a topic. `data` is the message read as a queue's message is. */
export interface TopicEvent<Data = unknown> extends CloudEvent<Data, "polyfn.topic.message">, WithText {
  readonly attributes: Readonly<Record<string, string>>;
}

/** A record of a stream. `data`: JSON if the bytes are JSON, else text if they are UTF-8, else the bytes (`Uint8Array`). */
export interface StreamRecord<Data = unknown> extends CloudEvent<Data, "polyfn.stream.record">, Retriable {
  /** Partition key. */
  readonly key: string;
  readonly sequence: string;
  /** The record's bytes as they were put. */
  readonly bytes: Uint8Array;
  /** The same as text; absent where they are not UTF-8. */
  readonly text?: string;
}

/** A row's change. Which images are there depends on the table; polyfn's own tables record both. */
export interface RowChange<Row = unknown> {
  /** The row's primary key. */
  readonly key: Readonly<Record<string, unknown>>;
  /** The row before the change; never after an insertion. */
  readonly before?: Row;
  /** The row after the change; never after a deletion. */
  readonly after?: Row;
}

export type TableChangeType = "polyfn.table.inserted" | "polyfn.table.updated" | "polyfn.table.deleted";

export interface TableRecord<Row = unknown> extends CloudEvent<RowChange<Row>, TableChangeType>, Retriable {
  readonly sequence: string;
}

/**
 * Records of one shard, in order. Returning normally means all are done. The first record whose `retry()` was called is
 * the checkpoint: it and everything after it are delivered again, whatever happened to those after it. Throwing fails
 * the batch from its first record.
 */
export interface OrderedBatch<Record extends Retriable> {
  readonly records: readonly Record[];
  /** Runs `work` for each record, in order; stops at the first whose work throws, which is logged and becomes the checkpoint. */
  each(work: (record: Record) => unknown): Promise<void>;
}
export type StreamBatch<Data = unknown> = OrderedBatch<StreamRecord<Data>>;
export type TableBatch<Row = unknown> = OrderedBatch<TableRecord<Row>>;

/** A schedule that has come due. `id` is the same in every delivery of one run, so it can tell repetitions. */
export interface ScheduleEvent<Input = unknown>
  extends CloudEvent<
    {
      /** The time it was due, which is also the event's `time`; delivery may be later. */
      readonly scheduledTime: string;
      /** The trigger's `input`. */
      readonly input: Input;
    },
    "polyfn.schedule.due"
  > {}

/**
 * An event of a bus: `source`, `type`, `id` and `time` are its own. Clouds read its data before a function gets it: `text`
 * is the JSON of `data`, or `data` itself if it is text, and a number that JavaScript rounds is rounded in it too.
 */
export interface BusEvent<Data = unknown> extends CloudEvent<Data>, WithText {}

/** A verified call of another service. */
export interface WebhookEvent<Body = unknown>
  extends CloudEvent<
    {
      /** The sender's id of this delivery, to tell repetitions; the event's `id` too. */
      readonly id: string;
      readonly headers: Headers;
      /** The body read by its content type: JSON, form fields (repeated ones as lists), or text. */
      readonly body: Body;
      /** The body as it was signed. */
      readonly raw: Uint8Array;
    },
    "polyfn.webhook.received"
  > {}

/** A line of a log. */
export interface LogLine extends CloudEvent<LogLineData, "polyfn.log.line"> {}
export interface LogLineData {
  readonly message: string;
  /** The message read as JSON, if it is a JSON object. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Lines of one log stream. Throwing makes the cloud deliver all of them again. */
export interface LogBatch {
  /** The log (group) they belong to. */
  readonly log: string;
  /** The part of the log, usually one instance of the function. */
  readonly stream: string;
  readonly lines: readonly LogLine[];
}
