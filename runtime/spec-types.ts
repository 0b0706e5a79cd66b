/** The types that a spec gives to one of its functions. Only types: nothing of the model is bundled. */
import type { Access } from "../model/function.ts";
import type { ResourceKind } from "../model/resources/index.ts";
import type { TriggerKind } from "../model/triggers/index.ts";
import type {
  AnyRow,
  BucketReader,
  BucketWriter,
  BusClient,
  FunctionClient,
  QueueReceiver,
  QueueSender,
  SecretClient,
  StreamClient,
  TableReader,
  TableWriter,
  TopicClient,
} from "./clients.ts";

/** The part of a spec's type that handlers are typed by. What `defineApp` returns fits; so does a type written by hand. */
export interface AppShape {
  readonly resources?: { readonly [name: string]: { readonly kind: ResourceKind } };
  readonly functions?: {
    readonly [name: string]: {
      readonly handler?: unknown;
      readonly image?: unknown;
      readonly triggers?: { readonly [name: string]: { readonly kind: TriggerKind } };
      readonly permissions?: { readonly [name: string]: readonly Access[] };
    };
  };
}

export type FunctionName<App> = App extends { readonly functions: infer F } ? keyof F & string : never;

/** A value's type, made readonly all the way down in one readable piece. */
type Show<T> = { [K in keyof T]: T[K] };
type Member<T, K extends PropertyKey> = T extends { readonly [P in K]: infer V } ? V : never;
type FunctionOf<App, F extends string> = Member<Member<App, "functions">, F>;
type TriggersOf<App, F extends string> = Member<FunctionOf<App, F>, "triggers">;
type AnyTrigger<App, F extends string> = TriggersOf<App, F>[keyof TriggersOf<App, F>];

/** Kinds of the function's triggers. */
export type KindsOf<App, F extends string> = Member<AnyTrigger<App, F>, "kind"> & TriggerKind;

/** Names of the function's triggers of a kind. */
export type NamesOf<App, F extends string, K extends TriggerKind> = {
  [N in keyof TriggersOf<App, F>]: TriggersOf<App, F>[N] extends { readonly kind: K } ? N & string : never;
}[keyof TriggersOf<App, F>];

/** The function's triggers of a kind. */
export type TriggerOf<App, F extends string, K extends TriggerKind> = Extract<AnyTrigger<App, F>, { readonly kind: K }>;

/** Type the user gave to what goes through a resource (or webhook trigger), by its name. */
type Named<Types, Name> = Name extends keyof Types ? Types[Name] : unknown;

/** Type of the data that triggers of a kind deliver: what `Types` says of their sources. */
export type DataOf<App, F extends string, K extends TriggerKind, Types> =
  TriggerOf<App, F, K> extends infer T ? (T extends unknown ? Named<Types, Member<T, K>> : never) : never;

/** The same for webhooks, which have no source: by the trigger's own name. */
export type BodyOf<App, F extends string, Types> = {
  [N in keyof TriggersOf<App, F>]: TriggersOf<App, F>[N] extends { readonly kind: "webhook" } ? Named<Types, N> : never;
}[keyof TriggersOf<App, F>];

export type InputOf<T> = T extends unknown ? (T extends { readonly input: infer I } ? I : undefined) : never;
export type BucketChangesOf<T> = T extends unknown
  ? T extends { readonly events: readonly (infer E)[] }
    ? E
    : "created"
  : never;

type ParamsIn<Route extends string> = Route extends `${string}{${infer P}}${infer Rest}`
  ? (P extends `${infer Name}+` ? Name : P) | ParamsIn<Rest>
  : never;
/** Names of the `{parameters}` in the routes of http triggers. */
export type ParamsOf<T> = T extends { readonly routes: readonly (infer R extends string)[] } ? ParamsIn<R> : never;

// ---- resources

type PermissionsOf<App, F extends string> = Member<FunctionOf<App, F>, "permissions">;
type Granted<P> = P extends readonly (infer A)[] ? A : never;

interface ColumnTypes {
  string: string;
  number: number | bigint;
  binary: Uint8Array;
}
type ColumnType<C> = C extends { readonly type: infer T extends keyof ColumnTypes } ? ColumnTypes[T] : string;
/** The test for never is for a key without a sort column, which would make the whole key never. */
type ColumnOf<C> = [C] extends [never]
  ? unknown
  : C extends { readonly name: infer N extends string }
    ? { readonly [K in N]: ColumnType<C> }
    : unknown;
/** A table's key as an object: `{ readonly id: string }`. */
type KeyOf<R> = Show<ColumnOf<Member<Member<R, "key">, "partition">> & ColumnOf<Member<Member<R, "key">, "sort">>>;
type IndexOf<R> = keyof Member<R, "indexes"> & string;
type RowOf<Types, Name> = Name extends keyof Types ? Types[Name] : AnyRow;

/** Kind of resource -> access -> the client that it allows. */
interface ClientsByAccess<R, Name, Types> {
  bucket: { read: BucketReader; write: BucketWriter };
  queue: { send: QueueSender<Named<Types, Name>>; receive: QueueReceiver<Named<Types, Name>> };
  topic: { publish: TopicClient<Named<Types, Name>> };
  stream: { put: StreamClient<Named<Types, Name>> };
  table: {
    read: TableReader<RowOf<Types, Name>, KeyOf<R>, IndexOf<R>>;
    write: TableWriter<RowOf<Types, Name>, KeyOf<R>>;
  };
  bus: { put: BusClient<Named<Types, Name>> };
  secret: { read: SecretClient };
  key: Record<never, never>;
  api: Record<never, never>;
  function: { invoke: FunctionClient };
}

type Intersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type AtAccess<Clients, A> = Intersection<{ [K in keyof Clients]: K extends A ? Clients[K] : never }[keyof Clients]>;
type KindOf<App, Name extends PropertyKey> =
  Member<Member<Member<App, "resources">, Name>, "kind"> extends infer K extends ResourceKind
    ? [K] extends [never]
      ? "function"
      : K
    : "function";

type AnyClientOf<Kinds, R, Name, Types> = Intersection<
  Kinds extends keyof ClientsByAccess<R, Name, Types>
    ? ClientsByAccess<R, Name, Types>[Kinds][keyof ClientsByAccess<R, Name, Types>[Kinds]]
    : never
>;

/** Clients with every method, of every resource of a spec. */
export type AllResourcesOf<App, Types> = {
  readonly [N in keyof Member<App, "resources">]: AnyClientOf<
    KindOf<App, N>,
    Member<Member<App, "resources">, N>,
    N,
    Types
  >;
};

/** The function's clients: a property for each permission, with the methods its access allows. */
export type ResourcesOf<App, F extends string, Types> = {
  readonly [N in keyof PermissionsOf<App, F>]: AtAccess<
    ClientsByAccess<Member<Member<App, "resources">, N>, N, Types>[KindOf<App, N>],
    Granted<PermissionsOf<App, F>[N]>
  >;
};
