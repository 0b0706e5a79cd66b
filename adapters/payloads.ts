import type { TriggerKind } from "../model/triggers/index.ts";
import type { AnyHandler } from "../runtime/handler.ts";

/** The first argument of a handler's method, by kind. */
export type EventOf<K extends TriggerKind> = Parameters<NonNullable<AnyHandler[K]>>[0];

/**
 * The cloud's payload of an event, by kind: JSON that the shim decodes to the same event. A string is the reason why
 * there is none.
 */
export type Payloads = { readonly [K in TriggerKind]: ((event: EventOf<K>) => unknown) | string };
