import type { HttpRequest, MessageOptions, Row } from "../../adapters/operate.ts";
import type { FireInput } from "../../infra/operate/fire/index.ts";
import type { ResourceKind } from "../../model/resources/index.ts";
import type { AppShape } from "../../runtime/spec-types.ts";
import type { LoggedLine } from "../handler/types.ts";
import type { SpecSource } from "../spec.ts";
import type { FaultsHandle } from "./faults.ts";
import type { HttpAnswer } from "./http-answer.ts";

export interface BucketHandle {
  put(key: string, body: string | Uint8Array, options?: { readonly contentType?: string }): Promise<void>;
  /** Undefined where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** The object as UTF-8; undefined where there is none. */
  text(key: string): Promise<string | undefined>;
  delete(key: string): Promise<void>;
  /** Keys in their order. */
  list(prefix?: string): Promise<readonly string[]>;
}

export interface QueueHandle {
  /** Sends `data` as JSON. To a FIFO queue it goes in the group "polyfn", unless `options` name another. */
  send(data: unknown, options?: MessageOptions): Promise<void>;
  /** Takes up to ten messages out of the queue, and reads them as a queue's trigger does. */
  receive(): Promise<readonly unknown[]>;
}

export interface TopicHandle {
  /** Publishes `data` as JSON. */
  publish(data: unknown, options?: { readonly attributes?: Readonly<Record<string, string>> }): Promise<void>;
}

export interface StreamHandle {
  /** Puts a record with `data` as JSON. */
  put(record: { readonly key: string; readonly data: unknown }): Promise<void>;
}

export interface BusHandle {
  /** Default of `source`: "test". */
  put(event: { readonly source?: string; readonly type: string; readonly data: unknown }): Promise<void>;
}

export interface TableHandle {
  put(row: Row): Promise<void>;
  /** Undefined where there is none. */
  get(key: Row): Promise<Row | undefined>;
  delete(key: Row): Promise<void>;
  /** Rows whose partition key has this value, of the table or of one of its indexes. */
  query(column: string, value: string): Promise<readonly Row[]>;
}

export interface SecretHandle {
  value(): Promise<string>;
}

export interface ApiHandle {
  /** @param path Path and query, below the api's address. */
  request(path: string, request?: HttpRequest): Promise<HttpAnswer>;
}

interface Handles {
  bucket: BucketHandle;
  queue: QueueHandle;
  topic: TopicHandle;
  stream: StreamHandle;
  bus: BusHandle;
  table: TableHandle;
  secret: SecretHandle;
  api: ApiHandle;
  key: object;
}

/** Identifiers of a deployed part. The names differ from target to target. */
export interface Place {
  /** The cloud's own name. */
  readonly name: string;
  /** The cloud's full identifier. */
  readonly id: string;
  /** The address at which it is called or reached, if any. */
  readonly url?: string;
}

export interface FunctionHandle extends Place {
  /**
   * Calls the function with `payload` as JSON.
   * @returns Its result.
   * @throws InvocationError when it failed.
   */
  invoke(payload?: unknown): Promise<unknown>;
  /** Hands the call to the cloud and returns. */
  invokeAsync(payload?: unknown): Promise<void>;
  /** A request to the function's own address. @param path Path and query. */
  request(path: string, request?: HttpRequest): Promise<HttpAnswer>;
  /**
   * The handler's log entries, oldest first: the lines of `ctx.log`, without time and request ID. An error because the cloud
   * refused a call has a `hint` in addition, which names the permission that the spec lacks.
   */
  logs(): Promise<readonly LoggedLine[]>;
}

/** The input of a trigger's source. Omitted fields are generated so that the trigger's filter passes them. */
export interface TriggerInput extends Omit<FireInput, "body"> {
  /** Text and bytes are given as they are, anything else as JSON. */
  readonly body?: unknown;
}

export interface TriggerHandle {
  /**
   * Gives the trigger's source what a user or service would give it: puts the object, sends the message or request.
   * @returns The answer to a request.
   * @throws UserError for input that the kind does not take or that the trigger would not get.
   */
  fire(input?: TriggerInput): Promise<HttpAnswer | undefined>;
}

type TriggersIn<F> = keyof Member<F, "triggers"> & string;

type Kind<R> = R extends { readonly kind: infer K extends ResourceKind } ? K : never;
type Member<T, K extends string> = T extends { readonly [P in K]: infer V } ? V : never;

/** Handles of a deployed app, typed by its spec. */
export interface AppHandles<App> {
  readonly functions: {
    readonly [F in keyof Member<App, "functions">]: FunctionHandle & {
      readonly triggers: { readonly [T in TriggersIn<Member<App, "functions">[F]>]: TriggerHandle };
    };
  };
  /** Triggers by their names alone. One that several functions have refuses to be fired, and names them. */
  readonly triggers: {
    readonly [T in {
      [F in keyof Member<App, "functions">]: TriggersIn<Member<App, "functions">[F]>;
    }[keyof Member<App, "functions">]]: TriggerHandle;
  };
  readonly resources: {
    readonly [N in keyof Member<App, "resources">]: Handles[Kind<Member<App, "resources">[N]>] & Place;
  };
  /**
   * Waits until the app does nothing any more without being asked: messages of queues with triggers are done, calls have
   * ended, retries included. On servers that do not say what they have to do, until nothing has happened for a while; a
   * retry that is due later is not seen there. A deployed stack counts as settled when its functions have logged nothing
   * new for 15 seconds.
   * @param options `timeout` in milliseconds, default 60,000.
   * @throws UserError with what is left when that takes longer.
   */
  settled(options?: { readonly timeout?: number }): Promise<void>;
  /**
   * Removes all objects, messages, rows and faults. Logs stay, and so does what handlers keep in variables of their
   * modules.
   * @throws UserError for a stack that was deployed before: nothing in it is removed.
   */
  reset(options?: { readonly timeout?: number }): Promise<void>;
  /** Refuses and delays what the app's functions ask of services. */
  readonly faults: FaultsHandle;
  readonly clock: {
    /**
     * Moves the cloud's clock ahead: schedules, delays and retries that become due on the way happen.
     * @param duration For example "90s", "5m" or "1d".
     * @throws UserError on targets whose clock cannot be moved, and on a server that other tests use.
     */
    advance(duration: string): Promise<void>;
  };
  /** A function's log entries, see `FunctionHandle.logs`. */
  logs(fn: keyof Member<App, "functions"> & string): Promise<readonly LoggedLine[]>;
}

/** An app on one target. */
export interface AppOnTarget<App> extends AppHandles<App> {
  /** Name of the target. */
  readonly target: string;
}

/**
 * An app that is deployed for a test. Its handles act on every target, and return what all of them answered.
 * @throws DifferentAnswersError where the targets answer differently.
 */
export interface TestApp<App> extends AppHandles<App> {
  /** The app on each target, by its name. */
  readonly targets: Readonly<Record<string, AppOnTarget<App>>>;
  /**
   * Deploys a changed spec in place of the app's, as a project's next deployment does: what stays keeps its data.
   * @returns The app as it is then. Handles of what it no longer has fail.
   * @throws UserError for an app that the engine did not deploy: this takes `mode: "engine"`.
   */
  update<Changed extends AppShape>(spec: SpecSource<Changed>): Promise<TestApp<Changed>>;
  /**
   * Destroys what the engine deployed, and ends servers of the test's own. Those that the run shares end with the run. A
   * stack that was deployed before stays.
   */
  stop(): Promise<void>;
}
