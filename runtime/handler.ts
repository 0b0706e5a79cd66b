import type { TriggerKind } from "../model/triggers/index.ts";
import type { Context, HttpContext } from "./context.ts";
import type {
  BucketCreatedEvent,
  BucketEvent,
  BucketRemovedEvent,
  BusEvent,
  LogBatch,
  QueueBatch,
  ScheduleEvent,
  StreamBatch,
  TableBatch,
  TopicEvent,
  WebhookEvent,
} from "./events.ts";
import type {
  AppShape,
  BodyOf,
  BucketChangesOf,
  DataOf,
  FunctionName,
  InputOf,
  KindsOf,
  NamesOf,
  ParamsOf,
  ResourcesOf,
  TriggerOf,
} from "./spec-types.ts";

type Awaitable<T> = T | Promise<T>;

/** A handler's methods, one per trigger kind, without knowledge of a spec. */
export interface AnyHandler {
  /** Answers a request. */
  http?(request: Request, ctx: HttpContext): Awaitable<Response>;
  /** Takes a verified call. A Response is the answer; anything else answers 204. */
  webhook?(event: WebhookEvent, ctx: Context): Awaitable<unknown>;
  schedule?(event: ScheduleEvent, ctx: Context): Awaitable<unknown>;
  queue?(batch: QueueBatch, ctx: Context): Awaitable<unknown>;
  topic?(event: TopicEvent, ctx: Context): Awaitable<unknown>;
  bucket?(event: BucketEvent, ctx: Context): Awaitable<unknown>;
  stream?(batch: StreamBatch, ctx: Context): Awaitable<unknown>;
  table?(batch: TableBatch, ctx: Context): Awaitable<unknown>;
  bus?(event: BusEvent, ctx: Context): Awaitable<unknown>;
  log?(batch: LogBatch, ctx: Context): Awaitable<unknown>;
  /** Whatever is none of the above: direct calls, events of triggers polyfn doesn't know. The result is returned as it is. */
  raw?(event: unknown, context: Context): Awaitable<unknown>;
}

/** A web framework's app: Hono, itty-router and others. `env` is the context of `http`. */
export interface FetchHandler {
  fetch(request: Request, env?: never, ctx?: never): Awaitable<Response>;
}

type BucketEventOf<Change> =
  | (Change extends "created" ? BucketCreatedEvent : never)
  | (Change extends "removed" ? BucketRemovedEvent : never);

/** The second argument of a kind's method. */
type ContextOf<App, F extends string, K extends TriggerKind, Types> = Context<
  ResourcesOf<App, F, Types>,
  NamesOf<App, F, K>
>;

/** Methods of a function's handler with everything the spec says about them. */
interface Methods<App, F extends string, Types> {
  http(
    request: Request,
    ctx: HttpContext<ResourcesOf<App, F, Types>, ParamsOf<TriggerOf<App, F, "http">>, NamesOf<App, F, "http">>,
  ): Awaitable<Response>;
  webhook(event: WebhookEvent<BodyOf<App, F, Types>>, ctx: ContextOf<App, F, "webhook", Types>): Awaitable<unknown>;
  schedule(
    event: ScheduleEvent<InputOf<TriggerOf<App, F, "schedule">>>,
    ctx: ContextOf<App, F, "schedule", Types>,
  ): Awaitable<unknown>;
  queue(batch: QueueBatch<DataOf<App, F, "queue", Types>>, ctx: ContextOf<App, F, "queue", Types>): Awaitable<unknown>;
  topic(event: TopicEvent<DataOf<App, F, "topic", Types>>, ctx: ContextOf<App, F, "topic", Types>): Awaitable<unknown>;
  bucket(
    event: BucketEventOf<BucketChangesOf<TriggerOf<App, F, "bucket">>>,
    ctx: ContextOf<App, F, "bucket", Types>,
  ): Awaitable<unknown>;
  stream(
    batch: StreamBatch<DataOf<App, F, "stream", Types>>,
    ctx: ContextOf<App, F, "stream", Types>,
  ): Awaitable<unknown>;
  table(batch: TableBatch<DataOf<App, F, "table", Types>>, ctx: ContextOf<App, F, "table", Types>): Awaitable<unknown>;
  bus(event: BusEvent<DataOf<App, F, "bus", Types>>, ctx: ContextOf<App, F, "bus", Types>): Awaitable<unknown>;
  log(batch: LogBatch, ctx: ContextOf<App, F, "log", Types>): Awaitable<unknown>;
}

/**
 * The handler of function `F`: a method for each kind of its triggers, none for other kinds. `raw` is optional, except
 * for a function without triggers, which has nothing else.
 */
export type Handler<App, F extends string, Types = object> = {
  [K in KindsOf<App, F>]: Methods<App, F, Types>[K];
} & { [K in Exclude<TriggerKind, KindsOf<App, F>>]?: never } & ([KindsOf<App, F>] extends [never]
    ? { raw(event: unknown, context: Context<ResourcesOf<App, F, Types>>): Awaitable<unknown> }
    : { raw?(event: unknown, context: Context<ResourcesOf<App, F, Types>>): Awaitable<unknown> });

/**
 * Declares a function's handler, which is the default export of its file.
 *
 * `defineHandler<typeof import("../polyfn.config.ts").default, "thumbnail">({...})` is typed by the spec: which methods
 * there must be, and a client in `ctx.resources` for each permission. A third type argument gives types to what goes
 * through resources, by name: `{ jobs: Job; photos: PhotoRow }` (webhooks: by trigger name). They are taken on trust,
 * nothing is checked at run time; without one, data is `unknown`.
 *
 * Without type arguments every method is allowed and `ctx.resources` is untyped.
 */
export function defineHandler<App extends AppShape, F extends FunctionName<App>, Types = object>(
  handler: Handler<App, F, Types>,
): Handler<App, F, Types>;
export function defineHandler<H extends AnyHandler>(handler: H): H;
export function defineHandler(handler: unknown): unknown {
  return handler;
}
