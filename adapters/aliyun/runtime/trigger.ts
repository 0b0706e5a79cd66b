import type { Cors } from "../../../model/shared-fields.ts";
import type { Trigger as TriggerSpec } from "../../../model/triggers/index.ts";
import type { AnyCodec, NamedTrigger } from "../../../runtime/shim/codec.ts";
import type { HttpTrigger } from "../../../runtime/shim/http-codec.ts";
import type { ObjectTrigger } from "../../../runtime/shim/object-trigger.ts";
import type { QueueTrigger } from "../../../runtime/shim/queue-codec.ts";
import type { RunTrigger } from "../../../runtime/shim/run-codec.ts";
import type { WebhookTrigger } from "../../../runtime/shim/webhook.ts";

/**
 * The settings of each trigger that the shim applies itself, per kind, because Function Compute cannot. Names are those
 * of the spec (durations in seconds); the physical ones are in `POLYFN_RESOURCES`, under the same names, so that one
 * package serves every stack.
 */
export interface Triggers {
  http: HttpTrigger & {
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
  webhook: WebhookTrigger;
  schedule: NamedTrigger;
  queue: QueueTrigger & {
    readonly queue: string;
    /** Seconds until a message that failed is delivered again: the queue's visibility timeout. */
    readonly visibilityTimeout: number;
    /** Seconds after which a failing message is given up: the queue's retention. */
    readonly retention: number;
    /** The queue's dead-letter queue, and how often a message is received before it goes there. */
    readonly deadLetter?: { readonly queue: string; readonly maxReceives: number };
    readonly filter?: TriggerSpec<"queue">["filter"];
  };
  topic: NamedTrigger & Pick<TriggerSpec<"topic">, "filter" | "filterOn">;
  bucket: ObjectTrigger;
  stream: RunTrigger;
  table: RunTrigger & { readonly table: string };
  bus: NamedTrigger & {
    /** Present if the function has several. */
    readonly bus?: string;
    /** The part of the pattern that the shim checks: what EventBridge does not support, and what distinguishes triggers. */
    readonly pattern?: TriggerSpec<"bus">["pattern"];
  };
  log: NamedTrigger & {
    /** Words that a line must have; see `triggers/log.ts`. */
    readonly pattern: string;
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

/** A codec with what only FC needs. */
export interface FcCodec extends AnyCodec {
  /** Reads an event that isn't JSON; undefined for what isn't of this kind. */
  read?(payload: Buffer): unknown;
  /**
   * The answer to a call that no codec took and that failed, for kinds whose callers FC would show the error: undefined
   * for calls of other kinds.
   */
  failure?(event: unknown, requestId: string): object | undefined;
}
