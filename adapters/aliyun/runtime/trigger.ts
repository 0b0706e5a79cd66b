import type { Cors } from "../../../model/shared-fields.ts";
import type { TriggerKind, Trigger as TriggerSpec } from "../../../model/triggers/index.ts";
import type { EventDecoder } from "../../../runtime/shim/dispatch.ts";
import type { Invocation } from "../../../runtime/shim/invocation.ts";
import type { WebhookSetup } from "../../../runtime/shim/webhook.ts";

/** The user's method for a trigger's kind. */
export type Method<Input = never> = (input: Input, ctx: Invocation) => unknown;

/** Fields of the ordered sources that the shim carries out, as the spec has them, defaults filled in. */
type OrderedFields = "batchSize" | "bisect" | "maxAge" | "retries" | "onFailure" | "partialFailures" | "filter";

/**
 * What a function is told of each of its triggers: whatever Function Compute can't do itself and the shim does in its
 * place. Names are those of the spec (durations in seconds); the physical ones are in `POLYFN_RESOURCES`, under the
 * same names, so that one package serves every stack.
 */
export interface TriggerSettings {
  http: {
    /** The api that it belongs to. Absent: the function's own address. */
    readonly api?: string;
    /** With `api`: as in the spec, "GET /items/{id}" or "ANY /". Absent: every request. */
    readonly routes?: readonly string[];
    /** Without `api`: answered and added by the shim. (An api's domain does it itself.) */
    readonly cors?: Cors;
    /** Trigger with `auth: jwt`: what the api says of its tokens. `keys` are the issuer's public ones, as JSON Web Keys. */
    readonly jwt?: {
      readonly issuer: string;
      readonly audience: readonly string[];
      readonly keys: readonly Readonly<Record<string, unknown>>[];
    };
    /** With `jwt`: a token must grant one of these. */
    readonly scopes?: readonly string[];
  };
  schedule: object;
  queue: {
    readonly queue: string;
    /** Seconds until a message that failed is delivered again: the queue's visibility timeout. */
    readonly visibilityTimeout: number;
    /** Seconds after which a message that keeps failing is given up: the queue's retention. */
    readonly retention: number;
    /** Messages that follow one that failed wait for it. */
    readonly fifo?: true;
    /** The queue's dead-letter queue, and how often a message is received before it goes there. */
    readonly deadLetter?: { readonly queue: string; readonly maxReceives: number };
    readonly filter?: TriggerSpec<"queue">["filter"];
  };
  topic: { readonly topic: string } & Pick<TriggerSpec<"topic">, "filter" | "filterOn">;
  bucket: { readonly bucket: string };
  stream: { readonly stream: string } & Pick<TriggerSpec<"stream">, OrderedFields>;
  table: { readonly table: string } & Pick<TriggerSpec<"table">, OrderedFields>;
  /** `data`: the part of the pattern that the shim checks because EventBridge can't say it. */
  bus: { readonly bus: string; readonly data?: TriggerSpec<"bus">["pattern"]["data"] };
  /** `pattern`: words that a line must have; see `triggers/log.ts`. */
  log: { readonly pattern: string };
}

/** Kinds with settings for each trigger. */
export type SettingsKind = keyof TriggerSettings;

/** What a function is made of, beside the user's code. */
export interface FunctionSetup {
  /** Its webhook trigger: a function has one address, and so one webhook at most. */
  readonly webhook?: WebhookSetup;
  /** Kinds whose triggers were told not to fail items alone (`partialFailures: false`): one retry fails the batch. */
  readonly wholeBatch?: readonly TriggerKind[];
  /** Its other triggers, by kind and name. */
  readonly settings?: {
    readonly [K in SettingsKind]?: Readonly<Record<string, TriggerSettings[K]>>;
  };
}

/** `functionParameter` of log triggers: which of the function's triggers the event is for. */
export interface LogParameter {
  readonly polyfn: "stream" | "log";
  /** Name of the trigger. */
  readonly trigger: string;
}

/** `payload` of timer triggers, as JSON. */
export interface TimerPayload {
  readonly polyfn: "schedule";
  /** Name of the trigger in the spec: one schedule can need several timers. */
  readonly trigger: string;
  readonly input?: unknown;
}

/** The part of FC's context that every function needs (https://www.alibabacloud.com/help/en/functioncompute/fc/user-guide/context). */
export interface FcContext {
  readonly requestId: string;
  readonly region: string;
  readonly accountId: string;
  readonly function: { readonly name: string; readonly timeout: number };
  /** Of the function's role; absent without one. They change from call to call. */
  readonly credentials?: Credentials;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** The FC handler of a function, as the runtime calls it. */
export type FcHandler = (event: Buffer, context: FcContext) => Promise<unknown>;

/** How one kind of event comes in and its result goes out. */
export interface Trigger<Raw = unknown, Input = never> {
  /** Whether the event is of this kind. Never throws. */
  accepts(event: unknown): event is Raw;
  /** Reads an event that isn't JSON; undefined for what isn't of this kind. */
  decode?(payload: Buffer): unknown;
  /** Decodes the event, calls the method and gives the result in the form FC expects. */
  handle(event: Raw, method: Method<Input>, ctx: Invocation, setup: FunctionSetup): Promise<unknown>;
  /**
   * The answer to a call that failed outside of `handle`, for kinds whose callers FC would show the error: undefined for
   * calls of other kinds.
   */
  failure?(event: unknown, requestId: string): object | undefined;
}

/** A trigger whose types only it knows. */
export interface AnyTrigger extends EventDecoder<FunctionSetup>, Pick<Trigger, "decode" | "failure"> {}
