import type { z } from "zod";
import type { Access } from "./access.ts";

/** A feature's title, and the test if a spec uses it. */
export interface FeatureUse<T> {
  /** Title in the support matrix, for example "Queue trigger: message filter". */
  readonly title: string;
  /** The field that uses the feature, when it has another name. */
  readonly field?: string;
  /** True when this (parsed) object uses the feature. */
  uses(value: T): boolean;
}

/**
 * The neutral model's declarations for one kind of trigger or resource: its schema, the fields that refer to other
 * parts of the spec, and the features that an adapter must answer for. One object for each kind, in the file named
 * after it.
 */
export interface Definition<S extends z.ZodType, F extends string, R extends References> {
  readonly schema: S;
  /**
   * Field (dotted path) -> kind of the part it refers to. A path that ends in `.*` stands for the keys of a record: `{
   * "queues.*": "queue" }`.
   */
  readonly references: R;
  /** Trigger kinds: the reference field that names the source of the events. */
  readonly source?: keyof R & string;
  /**
   * Trigger kinds: a function may have several triggers of this kind on one source only if each can select its own
   * events.
   */
  readonly once?: true;
  /** Trigger kinds: true when this trigger can exclude what the function itself put into its source. */
  selects?(trigger: z.output<S>): boolean;
  /**
   * Trigger kinds: the condition under which a function that also writes to its trigger's source would certainly call
   * itself forever, unless the trigger selects. `access` is the permission that makes it possible.
   */
  readonly loop?: {
    readonly access: Access;
    /** The way to separate the function's own writes, as a whole sentence. */
    readonly remedy: string;
  };
  /** Trigger kinds: true when this trigger gives the function its own URL. */
  ownAddress?(trigger: z.output<S>): boolean;
  /** Resource kinds: true when the resource's URL answers web requests. Others have a URL that only the cloud's API takes. */
  readonly serves?: true;
  /** Resource kinds: fields that are allowed on a resource adopted with `existing`. */
  readonly adoptable?: readonly string[];
  /**
   * Trigger kinds: access to the resource in a reference field that the function gets without a permission in the spec.
   */
  readonly grants?: Readonly<Partial<Record<keyof R & string, readonly Access[]>>>;
  readonly features: Readonly<Record<F, FeatureUse<z.output<S>>>>;
}

/** The kind of part that a name in a spec refers to: a resource of this kind, or a function. */
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
  /** A destination for failed or finished work: a queue, topic, bus, bucket or function. */
  | "destination";

/** Fields of a kind that hold names, and the kinds they refer to. */
export type References = Readonly<Record<string, ReferenceRule>>;

/** Identity function that keeps the literal types of a definition. */
export function define<S extends z.ZodType, const F extends string, const R extends References>(
  definition: Definition<S, F, R>,
): Definition<S, F, R> {
  return definition;
}
