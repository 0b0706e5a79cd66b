import type { CreatedObjectInput, RemovedObjectInput } from "../../infra/operate/events/bucket.ts";
import type { BusInput } from "../../infra/operate/events/bus.ts";
import type { LogLineInput } from "../../infra/operate/events/log.ts";
import type { MessageInput } from "../../infra/operate/events/queue.ts";
import type { ScheduleInput } from "../../infra/operate/events/schedule.ts";
import type { RecordInput } from "../../infra/operate/events/stream.ts";
import type { ChangeInput } from "../../infra/operate/events/table.ts";
import type { NotificationInput } from "../../infra/operate/events/topic.ts";
import type { WebhookInput } from "../../infra/operate/events/webhook.ts";
import type { HttpInfo } from "../../runtime/context.ts";
import type {
  BucketEvent,
  BusEvent,
  LogBatch,
  QueueBatch,
  ScheduleEvent,
  StreamBatch,
  TableBatch,
  TopicEvent,
  WebhookEvent,
} from "../../runtime/events.ts";

/** The trigger of an event. Default: the function's only one of the kind, or the one that the event selects. */
export interface ForTrigger<Name extends string = string> {
  readonly trigger?: Name;
}

export interface HttpOptions<Name extends string = string> extends RequestInit, ForTrigger<Name> {
  /** The verified identity of the caller; required if the trigger has `auth`. */
  readonly auth?: HttpInfo["auth"];
  /** Default "203.0.113.1", an address for documentation. */
  readonly sourceIp?: string;
}

export interface WebhookOptions<Name extends string = string> extends ForTrigger<Name> {
  /** false: send the call without a signature. Default true. */
  readonly sign?: boolean;
}

/**
 * An event of each kind: complete, as `events` makes it or as it was recorded, or what `events` makes it from, with the
 * names of the trigger's source filled in.
 */
export interface Inputs<Data = unknown> {
  schedule: ScheduleEvent<Data> | ScheduleInput<Data>;
  queue: QueueBatch<Data> | readonly MessageInput<Data>[];
  topic: TopicEvent<Data> | NotificationInput<Data>;
  bucket: BucketEvent | CreatedObjectInput | RemovedObjectInput;
  stream: StreamBatch<Data> | readonly RecordInput<Data>[];
  table: TableBatch<Data> | readonly ChangeInput<Data>[];
  bus: BusEvent<Data> | BusInput<Data>;
  log: LogBatch | readonly LogLineInput[];
  webhook: WebhookEvent<Data> | Omit<WebhookInput<Data>, "sender" | "hmac" | "trigger">;
}
