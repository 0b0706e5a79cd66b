import type { TriggerKind } from "../../model/triggers/index.ts";
import type { HttpInfo } from "../../runtime/context.ts";
import type {
  BucketEvent,
  BusEvent,
  LogBatch,
  QueueMessage,
  ScheduleEvent,
  StreamRecord,
  TableRecord,
  TopicEvent,
} from "../../runtime/events.ts";

/** A message or record before the shim makes it retriable. */
type Plain<T> = Omit<T, "retry">;

/** A request, what the front door knows of its caller, and values of the route's parameters. */
export interface HttpCall {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly http: HttpInfo;
}

/** The complete delivery of each kind of trigger. */
export interface Deliveries {
  http: HttpCall;
  webhook: { readonly headers: Headers; readonly body: Uint8Array };
  schedule: ScheduleEvent;
  queue: readonly Plain<QueueMessage>[];
  topic: TopicEvent;
  bucket: BucketEvent;
  stream: readonly Plain<StreamRecord>[];
  table: readonly Plain<TableRecord>[];
  bus: BusEvent;
  log: LogBatch;
}

/** An event of a test on its way to the handler's method. No other event is taken for one. */
export class Delivered<K extends TriggerKind = TriggerKind> {
  constructor(
    readonly kind: K,
    /** Name of the trigger that it is for. */
    readonly trigger: string,
    readonly content: Deliveries[K],
  ) {}
}
