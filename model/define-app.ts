import type { AppInput } from "./app.ts";
import type { References } from "./definition.ts";
import type { ACCESS, FunctionInput, functionReferences } from "./function.ts";
import type { ResourceInput, ResourceKind, resources } from "./resources/index.ts";
import type { TriggerInput, TriggerKind, triggers } from "./triggers/index.ts";
import type { ADDRESSABLE, Configuration, Deferred } from "./value.ts";

/** The names in a spec by kind: `{ queue: "jobs" | "failed", function: "thumbnail", ... }`. */
export interface Names extends Readonly<Record<ResourceKind | "function", string>> {}

type AnyName<N extends Names> = N[ResourceKind | "function"];

type KeysOfKind<Map, K extends ResourceKind> = {
  [N in keyof Map]: Map[N] extends { readonly kind: K } ? N : never;
}[keyof Map] &
  string;

/** The names of spec `S`. */
export type NamesOf<S> = {
  readonly [K in ResourceKind]: S extends { readonly resources: infer R } ? KeysOfKind<R, K> : never;
} & { readonly function: S extends { readonly functions: infer F } ? keyof F & string : never };

type Destination = "queue" | "topic" | "bus" | "bucket" | "function";
type NamesFor<Rule, N extends Names> = Rule extends "destination"
  ? N[Destination]
  : Rule extends keyof N
    ? N[Rule]
    : never;

/** `Input` with every field in `References` narrowed to the names that it may hold. */
type WithNames<Input, Refs extends References, N extends Names, At extends string = ""> = {
  [K in keyof Input]: `${At}${K & string}` extends keyof Refs
    ? NamesFor<Refs[`${At}${K & string}`], N> | Extract<Input[K], undefined>
    : `${At}${K & string}.*` extends keyof Refs
      ? { [P in NamesFor<Refs[`${At}${K & string}.*`], N>]?: NonNullable<Input[K]>[keyof NonNullable<Input[K]>] }
      : Extract<keyof Refs, `${At}${K & string}.${string}`> extends never
        ? Input[K]
        : WithNames<NonNullable<Input[K]>, Refs, N, `${At}${K & string}.`> | Extract<Input[K], undefined>;
};

/** The attributes of each kind: `url` only where there is one. */
type ReferenceText<N extends Names> = `${AnyName<N>}.${"name" | "id"}` | `${N[(typeof ADDRESSABLE)[number]]}.url`;

type EnvironmentValue<N extends Names> = string | { readonly ref: ReferenceText<N> } | Configuration | Deferred<string>;

type KindOf<Name, N extends Names> = { [K in keyof Names]: Name extends N[K] ? K : never }[keyof Names];

type Permissions<N extends Names> = {
  [Name in AnyName<N>]?: readonly (typeof ACCESS)[KindOf<Name, N> & keyof typeof ACCESS][number][];
};

type NamedTrigger<N extends Names> = {
  [K in TriggerKind]: WithNames<TriggerInput<K>, (typeof triggers)[K]["references"], N>;
}[TriggerKind];

type NamedResource<N extends Names> = {
  [K in ResourceKind]: WithNames<ResourceInput<K>, (typeof resources)[K]["references"], N>;
}[ResourceKind];

type PlainFunction = Omit<FunctionInput, "triggers" | "permissions" | "environment">;

type NamedFunction<N extends Names> = WithNames<PlainFunction, typeof functionReferences, N> & {
  environment?: Readonly<Record<string, EnvironmentValue<N>>>;
  permissions?: Permissions<N>;
  triggers?: Readonly<Record<string, NamedTrigger<N>>>;
};

/** A spec whose names are checked against `N`. */
export type AppWith<N extends Names> = Omit<AppInput, "resources" | "functions"> & {
  resources?: Readonly<Record<string, NamedResource<N>>>;
  functions?: Readonly<Record<string, NamedFunction<N>>>;
};

/**
 * A spec whose own names are checked. The conditional type is always true; the compiler infers `S` from its other
 * branch.
 */
export type WithCheckedNames<S> = [S] extends [unknown] ? AppWith<NamesOf<S>> : S;

export function defineApp<const S>(spec: WithCheckedNames<S>): S {
  return spec as S;
}
