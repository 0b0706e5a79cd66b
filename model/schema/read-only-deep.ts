import type { Deferred } from "../value.ts";

/**
 * A type with readonly at every level, so that a spec from `defineApp` or with `as const` fits too. Pulumi Outputs stay
 * unchanged.
 */
export type ReadOnlyDeep<T> = T extends Deferred<unknown> | string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Entry)[]
    ? readonly ReadOnlyDeep<Entry>[]
    : T extends object
      ? { readonly [K in keyof T]: ReadOnlyDeep<T[K]> }
      : T;
