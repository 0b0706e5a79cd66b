import type { z } from "zod";
import type { Access } from "./access.ts";

/** How a spec comes to use a feature, and what people call it. */
export interface FeatureUse<T> {
  /** Title in the support matrix, for example "Queue trigger: message filter". */
  readonly title: string;
  /** The field that asks for it, where the feature is not named after it. */
  readonly field?: string;
  /** Whether this (parsed) object asks for the feature. */
  uses(value: T): boolean;
}

/**
 * Everything the neutral model knows about one kind of trigger or resource: its schema, the fields that name other
 * parts of the spec, and the features an adapter must answer for. One object per kind, in the file named after it.
 */
export interface Definition<S extends z.ZodType, F extends string, R extends References> {
  readonly schema: S;
  /**
   * Field (dotted path) -> what the name written there must be the name of. A path ending in `.*` speaks of the keys
   * of a record: `{ "queues.*": "queue" }`.
   */
  readonly references: R;
  /** Trigger kinds: the reference field that names the resource the events come from. */
  readonly source?: keyof R & string;
  /** Trigger kinds: a function may have several of this kind on one source only if each can select its own events. */
  readonly once?: true;
  /** Trigger kinds: whether this trigger can leave out what the function itself put into its source. */
  selects?(trigger: z.output<S>): boolean;
  /**
   * Trigger kinds: how a function that also writes to its trigger's source would certainly call itself for ever, unless
   * the trigger selects. `access` is the permission that makes it possible.
   */
  readonly loop?: {
    readonly access: Access;
    /** How to tell the function's own writes apart, a whole sentence. */
    readonly remedy: string;
  };
  /** Trigger kinds: whether this trigger gives the function an address of its own. */
  ownAddress?(trigger: z.output<S>): boolean;
  /** Resource kinds: fields that still say something about a resource adopted with `existing`. */
  readonly adoptable?: readonly string[];
  /** Trigger kinds: what the function may do with the resource that a reference field names, without asking. */
  readonly grants?: Readonly<Partial<Record<keyof R & string, readonly Access[]>>>;
  readonly features: Readonly<Record<F, FeatureUse<z.output<S>>>>;
}

/** What a name in a spec must point to: a resource of this kind, or a function. */
export type ReferenceRule =
  | "bucket"
  | "queue"
  | "topic"
  | "stream"
  | "table"
  | "bus"
  | "secret"
  | "key"
  | "api"
  | "function"
  /** Where failed or finished work may go: a queue, topic, bus, bucket or function. */
  | "destination";

/** Fields of a kind that hold names, and what they may name. */
export type References = Readonly<Record<string, ReferenceRule>>;

/** Identity function that keeps the literal types of a definition. */
export function define<S extends z.ZodType, const F extends string, const R extends References>(
  definition: Definition<S, F, R>,
): Definition<S, F, R> {
  return definition;
}
