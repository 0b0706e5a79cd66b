/**
 * The calls that emulated services make to each other inside the emulator: no HTTP, no signatures, but the same rules.
 * Each port is implemented by one service.
 */

import type { ParsedTriggerConfig, TriggerType } from "../trigger-config/index.ts";
import type { Caller } from "./service.ts";

/**
 * The identity of a call that no client makes: a service that has assumed a role, such as a trigger's invocation role.
 */
export interface Actor {
  /** For example "oss.aliyuncs.com". */
  readonly service: string;
  /** ARN of the role the service takes on. Absent for services with a service-linked role. */
  readonly role?: string;
}

/** Calls of functions, by other services. */
export interface FunctionsPort {
  /**
   * Calls a function. A synchronous call is answered when the function has; an asynchronous one when it is accepted.
   * Throws ApiError for what can't be called: no such function, role not allowed, throttled, payload too large.
   */
  invoke(call: FunctionCall): Promise<FunctionResult>;
}

export interface FunctionCall {
  readonly region: string;
  readonly functionName: string;
  /** Version or alias. Default "LATEST". */
  readonly qualifier?: string;
  readonly payload: Buffer;
  readonly type: "Sync" | "Async";
  readonly actor: Actor;
}

export interface FunctionResult {
  readonly requestId: string;
  readonly body: Buffer;
  /** Set when the function failed: "HandledInvocationError", "UnhandledInvocationError", "FunctionTimeout", ... */
  readonly errorType?: string;
}

/** A trigger of a function, as the service it listens to sees it. */
export interface TriggerBinding<T extends SourceTriggerType = SourceTriggerType> {
  /** Unique in the emulator. */
  readonly id: string;
  readonly region: string;
  readonly functionName: string;
  readonly qualifier: string;
  readonly triggerName: string;
  readonly sourceArn?: string;
  readonly invocationRole?: string;
  /** `triggerConfig`, parsed. */
  readonly config: ParsedTriggerConfig<T>;
}

/**
 * A service whose events call functions. FC asks it to check a trigger before it creates or changes one, and tells it
 * of every trigger that exists, again after a restart.
 */
export interface EventSource<T extends SourceTriggerType> {
  /** Throws ApiError for a source that isn't there or a configuration the vendor refuses. */
  check(trigger: TriggerBinding<T>): void;
  attach(trigger: TriggerBinding<T>): void;
  detach(trigger: TriggerBinding<T>): void;
}

/** `triggerType` of the triggers whose events come from another service; FC itself answers `http` and `timer`. */
export type SourceTriggerType = Exclude<TriggerType, "http" | "timer">;

/** The services by the type of their triggers. */
export type EventSources = { readonly [T in SourceTriggerType]: EventSource<T> };

export interface QueuesPort {
  /** Puts a message into a queue; throws ApiError "QueueNotExist". */
  send(queue: QueueAddress, body: Buffer, actor: Actor): Promise<{ readonly messageId: string }>;
  /**
   * Receives as a consumer does: hidden until deleted or the visibility timeout is over; empty after `waitMs`, and as
   * soon as the signal says that the caller has left.
   */
  receive(queue: QueueAddress, most: number, waitMs: number, signal?: AbortSignal): Promise<QueueMessage[]>;
  delete(queue: QueueAddress, receiptHandle: string): void;
  exists(queue: QueueAddress): boolean;
}

export interface QueueAddress {
  readonly region: string;
  readonly queue: string;
}

export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: Buffer;
  readonly dequeueCount: number;
  /** Milliseconds. */
  readonly enqueueTime: number;
}

export interface TopicsPort {
  publish(topic: { readonly region: string; readonly topic: string }, body: Buffer, actor: Actor): Promise<void>;
}

export interface EventsPort {
  /** Puts CloudEvents on a bus. */
  put(bus: { readonly region: string; readonly bus: string }, events: readonly object[], actor: Actor): Promise<void>;
}

export interface LogsPort {
  /** Appends entries to a logstore, as FC does with what functions print; a missing logstore loses them silently. */
  append(store: LogStoreAddress, entries: readonly LogEntry[], actor: Actor): void;
  /** Throws ApiError "ProjectNotExist" or "LogStoreNotExist" for one that other services don't see, or not yet. */
  check(store: LogStoreAddress): void;
}

export interface LogStoreAddress {
  readonly region: string;
  readonly project: string;
  readonly logstore: string;
}

export interface LogEntry {
  /** Milliseconds. */
  readonly time: number;
  /** Topic of the group that the entry comes in. Default: none. */
  readonly topic?: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface ObjectsPort {
  /** An object's bytes, for code that is uploaded by reference. Throws ApiError "NoSuchBucket", "NoSuchKey". */
  read(bucket: string, key: string, actor: Actor): Promise<Buffer>;
  exists(bucket: string): boolean;
  /**
   * Makes a bucket that belongs to a service, unless it is there. It is in no list of the account's buckets, and only
   * credentials that the service gave out are let in.
   */
  ensureServiceBucket(bucket: string, region: string): void;
}

/** Identities and what they may do. */
export interface IdentitiesPort {
  /** Temporary credentials of a role, for a service that takes it on. Throws ApiError when its trust policy forbids. */
  assume(role: string, service: string, session: string, seconds: number): TemporaryCredentials;
  /** Throws ApiError "AccessDenied"-like (the vendor's code for a missing permission) unless the actor may. */
  authorize(actor: Actor, action: string, resource: string): void;
  /** True if other services see a role with this ARN. */
  roleExists(arn: string): boolean;
  /**
   * Temporary credentials of a service itself, for a client that may do one thing there, such as upload a package.
   * @param policy All that they allow, as JSON.
   * @param seconds How long they last.
   */
  lend(service: string, policy: string, seconds: number): TemporaryCredentials;
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  /** Milliseconds. */
  readonly expires: number;
}

/** Temporary credentials that clients ask for. */
export interface SessionsPort {
  /** Throws ApiError when the role isn't there or its trust policy doesn't name the caller. */
  assumeRole(caller: Caller, request: SessionRequest): Session;
  /** Identifiers of who calls, as GetCallerIdentity answers them. */
  principalOf(caller: Caller): { readonly id: string; readonly userId: string; readonly roleId?: string };
}

export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly seconds: number;
  /** Narrows the role's policies: both must allow. JSON. */
  readonly policy?: string;
  readonly externalId?: string;
}

export interface Session {
  readonly credentials: TemporaryCredentials;
  /** `acs:ram::<account>:role/<role>/<session>` */
  readonly arn: string;
  readonly assumedRoleId: string;
}

/** Roles that services make for themselves in the account, trusting themselves alone. */
export interface LinkedRolesPort {
  /**
   * The role of a service, for example "sendevent-fc.eventbridge.aliyuncs.com", made when it isn't there.
   * @param name Name of the role, for example "AliyunServiceRoleForEventBridgeSendToFC".
   */
  ensure(service: string, name: string, description?: string): LinkedRole;
  find(name: string): LinkedRole | undefined;
  /** A role of this service, whatever it is called. */
  findByService(service: string): LinkedRole | undefined;
  /** Throws ApiError "EntityNotExist.Role" for one that isn't there. */
  delete(name: string): void;
}

export interface LinkedRole {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly service: string;
  readonly description: string;
  /** Milliseconds. */
  readonly created: number;
  /** The trust policy, JSON. */
  readonly trust: string;
}
