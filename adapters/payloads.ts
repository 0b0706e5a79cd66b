import type { TriggerKind } from "../model/triggers/index.ts";
import type { AnyHandler } from "../runtime/handler.ts";

/** The first argument of a handler's method, by kind. */
export type EventOf<K extends TriggerKind> = Parameters<NonNullable<AnyHandler[K]>>[0];

/**
 * What the cloud sends to a function for an event, by kind: JSON, which the shim reads as the event again. Text says why
 * there is none.
 */
export type Payloads = { readonly [K in TriggerKind]: ((event: EventOf<K>) => unknown) | string };
