import type { Deferred } from "../value.ts";

/**
 * A type as it may be written: readonly all the way down, so that a spec from `defineApp` or with `as const` fits too.
 * Pulumi Outputs stay what they are.
 */
export type ReadOnlyDeep<T> = T extends Deferred<unknown> | string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Entry)[]
    ? readonly ReadOnlyDeep<Entry>[]
    : T extends object
      ? { readonly [K in keyof T]: ReadOnlyDeep<T[K]> }
      : T;
