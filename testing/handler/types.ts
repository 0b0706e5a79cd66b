import type { TriggerKind } from "../../model/triggers/index.ts";
import type {
  AllResourcesOf,
  AppShape,
  BodyOf,
  DataOf,
  FunctionName,
  InputOf,
  KindsOf,
  NamesOf,
  TriggerOf,
} from "../../runtime/spec-types.ts";
import type { Retried } from "./codecs.ts";
import type { ForTrigger, HttpOptions, Inputs, WebhookOptions } from "./inputs.ts";
import type { Sent } from "./memory/store.ts";

type Option<App, F extends string, K extends TriggerKind> = ForTrigger<NamesOf<App, F, K>>;
type Input<App, F extends string, K extends TriggerKind & keyof Inputs, Types> = Inputs<DataOf<App, F, K, Types>>[K];

/** Calls of the handler's methods, by the kind of trigger. */
interface Calls<App, F extends string, Types> {
  /**
   * Answers a request as a caller gets it: what the handler throws is logged and answered 500.
   * @param request A request, or a path such as "/images?album=summer".
   * @throws NotDeliveredError for a request that no route takes.
   */
  http(request: Request | string, options?: HttpOptions<NamesOf<App, F, "http">>): Promise<Response>;
  /** A call of the webhook's address, signed as the sender does with the secret that the test gave. */
  webhook(
    input?: Inputs<BodyOf<App, F, Types>>["webhook"],
    options?: WebhookOptions<NamesOf<App, F, "webhook">>,
  ): Promise<Response>;
  /** A run of a schedule, with the trigger's input unless another is given. @throws What the handler throws. */
  schedule(
    input?: Inputs<InputOf<TriggerOf<App, F, "schedule">>>["schedule"],
    options?: Option<App, F, "schedule">,
  ): Promise<void>;
  /** A batch of messages. @throws What the handler throws, NotDeliveredError for a message that the filter leaves out. */
  queue(input: Input<App, F, "queue", Types>, options?: Option<App, F, "queue">): Promise<Retried>;
  /** A message of a topic. @throws What the handler throws, NotDeliveredError for one that the filter leaves out. */
  topic(input: Input<App, F, "topic", Types>, options?: Option<App, F, "topic">): Promise<void>;
  /**
   * A change of an object; size and ETag are those of the object, if it is in the bucket.
   * @throws What the handler throws, NotDeliveredError for a key that the trigger does not watch.
   */
  bucket(input: Inputs["bucket"], options?: Option<App, F, "bucket">): Promise<void>;
  /** Records of one shard. @throws What the handler throws, NotDeliveredError for a record that the filter leaves out. */
  stream(input: Input<App, F, "stream", Types>, options?: Option<App, F, "stream">): Promise<Retried>;
  /** Changes of rows. @throws What the handler throws. */
  table(input: Input<App, F, "table", Types>, options?: Option<App, F, "table">): Promise<Retried>;
  /** An event of a bus. @throws What the handler throws, NotDeliveredError for an event that the pattern does not take. */
  bus(input: Input<App, F, "bus", Types>, options?: Option<App, F, "bus">): Promise<void>;
  /** Lines of a log. @throws What the handler throws, NotDeliveredError for a line without the pattern's word. */
  log(input: Inputs["log"], options?: Option<App, F, "log">): Promise<void>;
}

type NamesIn<App, Section extends string> = App extends { readonly [S in Section]: infer Parts }
  ? keyof Parts & string
  : never;

/** A line that the handler logged: `level`, `message`, `function`, `requestId`, `time` and its own fields. */
export type LoggedLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

/** The common part of every test of a handler. */
interface Common<App, Types> {
  /**
   * A client of every resource, with every method: to put what the handler finds, and to read what it left. What a test
   * sends here is not in `sent`.
   */
  readonly resources: AllResourcesOf<App, Types>;
  /** Everything that the handler sent, by resource: messages, events and records; by function: calls. Oldest first. */
  readonly sent: { readonly [N in NamesIn<App, "resources"> | NamesIn<App, "functions">]: readonly Sent[] };
  /** The handler's log entries of every level. Oldest first. */
  readonly logs: readonly LoggedLine[];
  /** Calls the handler with an event that is none of its triggers'. @returns What the handler's `raw` returns. */
  raw(event: unknown): Promise<unknown>;
  /**
   * Everything that was sent, and the contents of buckets, tables and queues, without times and random identifiers: for
   * snapshots. Bodies of objects are strings, else Base64.
   */
  snapshot(): {
    readonly sent: Readonly<Record<string, readonly Sent[]>>;
    readonly resources: Readonly<Record<string, unknown>>;
  };
  /** Empties every resource, `sent` and `logs`. Variables of the handler's module keep their values. */
  reset(): void;
}

/** A handler under test: a method for each kind of the function's triggers. */
export type HandlerTest<App extends AppShape, F extends FunctionName<App>, Types = object> = Common<App, Types> & {
  readonly [K in KindsOf<App, F>]: Calls<App, F, Types>[K];
};
