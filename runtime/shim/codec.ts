import type { Invocation } from "./invocation.ts";

/** A trigger of the function as the deployment hands it to the shim: its name in the spec, and what the shim does for it. */
export interface NamedTrigger {
  readonly name: string;
}

/** The user's method for a trigger kind. */
export type Method<Input = never> = (input: Input, ctx: Invocation) => unknown;

/** An event and the trigger that it is for; without one, no trigger of the function causes such events. */
export interface Delivery<Trigger> {
  readonly ctx: Invocation;
  readonly trigger: Trigger | undefined;
  /** All triggers of the kind. */
  readonly triggers: readonly Trigger[];
}

/** Recognises a cloud's events of one kind, and their trigger. */
export interface Matching<Raw, Trigger> {
  /** True if the event is of this kind. Never throws. */
  matches(event: unknown): event is Raw;
  /** The trigger that the event is for, among all of this kind. */
  triggerOf(event: Raw, triggers: readonly Trigger[]): Trigger | undefined;
}

/** Passes events of one kind to the user's method, and its results to the cloud. */
export interface Codec<Raw = unknown, Input = never, Trigger = never> extends Matching<Raw, Trigger> {
  /** Decodes the event, calls the method, and gives what the cloud is answered. */
  handle(event: Raw, method: Method<Input>, delivery: Delivery<Trigger>): Promise<unknown>;
}

/** A codec whose types only it knows. `matches` makes sure that the others get its own events. */
export interface AnyCodec {
  matches(event: unknown): boolean;
  triggerOf(event: never, triggers: readonly never[]): NamedTrigger | undefined;
  handle(event: never, method: never, delivery: never): Promise<unknown>;
}
