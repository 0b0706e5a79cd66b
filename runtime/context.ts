import type { TriggerKind } from "../model/triggers/index.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Fields of a log line. Errors are written with name, message, stack and cause. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Writes one JSON object per line: `time`, `level`, `message`, `requestId`, `function`, then the given fields.
 * Lines below the level in the environment variable `POLYFN_LOG_LEVEL` (default `info`) are left out.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** An error may be given in place of the message, or as the field `error`. */
  error(message: string | Error, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

/** The caller: the trigger's kind, and its name in the spec. */
export interface CalledBy<Name extends string = string> {
  readonly kind: TriggerKind | "raw";
  /**
   * Tells a function's triggers of one kind apart. Undefined for direct calls, for events that none of the function's
   * triggers causes, such as those of a timer that polyfn did not make, and where the cloud does not say which of several
   * triggers an event is for, which `check` remarks.
   */
  readonly name?: Name | undefined;
}

/** The second argument of every handler method. */
export interface Context<Resources = Readonly<Record<string, unknown>>, Name extends string = string> {
  /** The cloud's id of this invocation. */
  readonly requestId: string;
  /** When the cloud ends this invocation. */
  readonly deadline: Date;
  /** Milliseconds until the deadline; never negative. */
  remaining(): number;
  /**
   * Aborts shortly before the deadline (a tenth of the time left at the start, at most one second): hand it to fetch
   * and to SDK calls, so that work stops while there is time to say so.
   */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The trigger that called. */
  readonly trigger: CalledBy<Name>;
  /** A client for each resource and function that this function has permission to use, by name. */
  readonly resources: Resources;
  /** Work to finish before the invocation ends, without making the result wait in code. A failure is logged. */
  waitUntil(work: Promise<unknown>): void;
  /** The cloud's own event and context. */
  readonly raw: { readonly event: unknown; readonly context: unknown };
}

/** The second argument of an http handler. */
export interface HttpContext<
  Resources = Readonly<Record<string, unknown>>,
  Params extends string = string,
  Name extends string = string,
> extends Context<Resources, Name> {
  /** Values of `{parameter}` in the route, decoded. Empty where the function has its own URL. */
  readonly params: Readonly<Record<Params, string>>;
  readonly http: HttpInfo;
}

/** A caller as the service in front of the function identified it. */
export interface HttpInfo {
  /** Address of the client as the front door saw it. */
  readonly sourceIp: string;
  /**
   * The verified identity of the caller: claims of the token, or the identity that signed. Absent where anyone may
   * call.
   */
  readonly auth?:
    | {
        readonly kind: "jwt";
        readonly claims: Readonly<Record<string, unknown>>;
        readonly scopes: readonly string[];
      }
    | {
        readonly kind: "iam";
        /** The cloud's full identifier of the caller. */
        readonly caller: string;
        readonly account: string;
      };
}
