import type { z } from "zod";

/** How a spec comes to use a feature, and what people call it. */
export interface FeatureUse<T> {
  /** Title in the support matrix, for example "Queue trigger: message filter". */
  readonly title: string;
  /** Whether this (parsed) object asks for the feature. */
  uses(value: T): boolean;
}

/**
 * Everything the neutral model knows about one kind of trigger or resource: its schema, the fields that name other
 * parts of the spec, and the features an adapter must answer for. One object per kind, in the file named after it.
 */
export interface Definition<S extends z.ZodType, F extends string, R extends Readonly<Record<string, ReferenceRule>>> {
  readonly schema: S;
  /** Field (dotted path) -> what the name written there must be the name of. */
  readonly references: R;
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
  | "api"
  | "function"
  /** Where failed or finished work may go: a queue, topic, bus, bucket or function. */
  | "destination";

/** Identity function that keeps the literal types of a definition. */
export function define<
  S extends z.ZodType,
  const F extends string,
  const R extends Readonly<Record<string, ReferenceRule>>,
>(definition: Definition<S, F, R>): Definition<S, F, R> {
  return definition;
}
