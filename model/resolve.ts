import type { Access, FunctionSpec, Runtime } from "./function.ts";
import type { Resource, ResourceKind } from "./resources/index.ts";
import type { Trigger, TriggerKind } from "./triggers/index.ts";
import type { Value } from "./value.ts";

/**
 * A parsed app with everything decided that does not depend on the target: the app's defaults merged into each
 * function, names attached, references checked, every list sorted by name. Adapters and the build read only this.
 */
export interface ResolvedApp {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By name, in the order in which they can be created (a queue after its dead-letter queue). */
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  /** By name, sorted. */
  readonly functions: ReadonlyMap<string, ResolvedFunction>;
}

export type ResolvedResource<K extends ResourceKind = ResourceKind> = {
  [P in K]: {
    readonly name: string;
    readonly kind: P;
    readonly spec: Resource<P>;
    /** App tags and the resource's own. */
    readonly tags: Readonly<Record<string, string>>;
    /** Every trigger of any function that names this resource as its source, sorted by function and trigger name. */
    readonly triggers: readonly ResolvedTrigger[];
  };
}[K];

export type ResolvedTrigger<K extends TriggerKind = TriggerKind> = {
  [P in K]: {
    readonly name: string;
    readonly kind: P;
    /** Name of the function that the trigger calls. */
    readonly function: string;
    readonly spec: Trigger<P>;
  };
}[K];

/** What a function may do with one resource or function. */
export interface ResolvedPermission {
  /** Name of the resource or function. */
  readonly name: string;
  readonly kind: ResourceKind | "function";
  /** Sorted, without repetitions. */
  readonly access: readonly Access[];
}

export interface ResolvedFunction extends Omit<FunctionSpec, "triggers" | "permissions" | "environment"> {
  readonly name: string;
  readonly runtime: Runtime;
  /** MB. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  readonly architecture: "x86_64" | "arm64";
  /** MB of /tmp. */
  readonly ephemeralStorage: number;
  /** Days. */
  readonly logRetention: number | "forever";
  readonly tracing: boolean;
  readonly environment: Readonly<Record<string, Value>>;
  /** App tags and the function's own. */
  readonly tags: Readonly<Record<string, string>>;
  /** Sorted by name. */
  readonly permissions: readonly ResolvedPermission[];
  /** Sorted by name. */
  readonly triggers: readonly ResolvedTrigger[];
}
