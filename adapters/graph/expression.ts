import type { PackageAttribute, PackageAttributes } from "./package.ts";

/** Key of a node in its graph: Pulumi type token and logical name, which together are unique in a stack. */
export type NodeKey = `${string}::${string}`;

/** A pure function by its name, which is how a graph shows it. */
export interface PureFunction {
  readonly name: string;
  run(...args: readonly unknown[]): unknown;
}

/** The source of a value that is unknown in a graph. */
export type Source =
  /** An output of a node; the attribute `id` is the provider's identifier. */
  | { readonly kind: "output"; readonly node: NodeKey; readonly attribute: string }
  /** An attribute of a resource or function of the spec, by its name there. */
  | { readonly kind: "reference"; readonly name: string; readonly attribute: "name" | "id" | "url" }
  /** The result of a function of the provider, named by its Pulumi token. */
  | {
      readonly kind: "lookup";
      readonly token: string;
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly attribute: string;
    }
  /** A value of the stack's configuration. */
  | { readonly kind: "configuration"; readonly key: string; readonly type: "string" | "list" }
  /** A Pulumi Output that the user's program passed in. */
  | { readonly kind: "input"; readonly output: object; readonly type: "string" | "list" }
  /** Parts of a string, joined. */
  | { readonly kind: "join"; readonly parts: readonly unknown[] }
  /** The result of a pure function, computed when its arguments are known. */
  | { readonly kind: "call"; readonly function: PureFunction; readonly args: readonly unknown[] }
  /** Kept out of plans, and encrypted in the state. */
  | { readonly kind: "secret"; readonly value: unknown }
  /** The package of a function. */
  | { readonly kind: "package"; readonly function: string; readonly attribute: PackageAttribute }
  /** `value`, available once all services of the cloud know the resource that was created at `createdAt`. */
  | { readonly kind: "wait"; readonly value: unknown; readonly createdAt: unknown; readonly seconds: number };

/** A value of type `T` that is known only while the graph is registered. Immutable. */
export class Expression<out T = unknown> {
  /** For the compiler alone. */
  declare protected readonly type: T;
  constructor(readonly source: Source) {}

  /** Its text in a printed graph. */
  toJSON(): unknown {
    const { source } = this;
    if (source.kind === "input") return { kind: source.kind, type: source.type };
    return source.kind === "call" ? { ...source, function: source.function.name } : source;
  }
}

type Scalar = string | number | boolean | bigint | null | undefined;

/** A `T` of which any part may still be an expression. */
export type Symbolic<T> =
  | Expression<T>
  | (T extends Scalar | Expression
      ? T
      : T extends readonly (infer Item)[]
        ? readonly Symbolic<Item>[]
        : { readonly [K in keyof T]: Symbolic<T[K]> });

/** True if any part of a value is an expression, or an Output that the user's program passed in. */
export function isSymbolic(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Expression || "__pulumiOutput" in value) return true;
  return Object.values(value).some(isSymbolic);
}

/**
 * A pure function that also takes expressions. With arguments that are all known it is the function itself; else it
 * becomes an expression, which plans and the registration resolve by calling the function.
 * @param name As a graph shows it, for example `arn.queue`.
 */
export function lift<Args extends readonly unknown[], Result>(
  name: string,
  run: (...args: Args) => Result,
): (...args: { [Index in keyof Args]: Symbolic<Args[Index]> }) => Symbolic<Result> {
  const pure = { name, run: run as unknown as PureFunction["run"] };
  return (...args) =>
    isSymbolic(args)
      ? new Expression<Result>({ kind: "call", function: pure, args })
      : (run(...(args as unknown as Args)) as Symbolic<Result>);
}

/** The parts of a lifted record of functions. */
type Lifted<Functions> = {
  readonly [K in keyof Functions]: Functions[K] extends (...args: infer Args) => infer Result
    ? (...args: { [Index in keyof Args]: Symbolic<Args[Index]> }) => Symbolic<Result>
    : never;
};

/** Lifts every function of a record; their names begin with the prefix and a dot. */
export function liftAll<Functions extends Readonly<Record<string, (...args: never) => unknown>>>(
  prefix: string,
  functions: Functions,
): Lifted<Functions> {
  const lifted = Object.entries(functions).map(([name, run]) => [
    name,
    lift(`${prefix}.${name}`, run as (...args: unknown[]) => unknown),
  ]);
  return Object.fromEntries(lifted) as Lifted<Functions>;
}

/** A string with expressions in it: ``text`https://${host}/` ``. */
export function text(strings: TemplateStringsArray, ...parts: readonly Symbolic<string | number>[]): Symbolic<string> {
  const all = strings.flatMap((string, index) => (index === 0 ? [string] : [parts[index - 1] ?? "", string]));
  const joined: (string | Expression)[] = [];
  for (const part of all) {
    const last = joined.at(-1);
    if (part instanceof Expression) joined.push(part);
    else if (typeof last === "string") joined[joined.length - 1] = `${last}${part}`;
    else if (part !== "") joined.push(String(part));
  }
  const [only = ""] = joined;
  if (joined.length <= 1 && typeof only === "string") return only;
  return new Expression<string>({ kind: "join", parts: joined });
}

/** JSON text. */
export const json: (value: Symbolic<unknown>) => Symbolic<string> = lift("json", (value: unknown) =>
  JSON.stringify(value),
);

/** Marks a value as a secret. */
export const secret = <T>(value: Symbolic<T>): Expression<T> => new Expression<T>({ kind: "secret", value });

/** An answer of a function of the provider. */
export const lookup = <T = string>(
  token: string,
  inputs: Readonly<Record<string, Symbolic<unknown>>>,
  attribute: string,
): Expression<T> => new Expression<T>({ kind: "lookup", token, inputs, attribute });

/**
 * A value, handed on only once what was created at `createdAt` is that many seconds old: by then all services of the
 * cloud know it. `createdAt` is a date as text, or in seconds since 1970.
 */
export const waitFor = <T>(
  value: Symbolic<T>,
  createdAt: Symbolic<string | number | undefined>,
  seconds: number,
): Symbolic<T> => (seconds === 0 ? value : new Expression<T>({ kind: "wait", value, createdAt, seconds }));

/** Something of a function's package, which is built after the graph. */
export const packageOf = <A extends PackageAttribute>(fn: string, attribute: A): Expression<PackageAttributes[A]> =>
  new Expression<PackageAttributes[A]>({ kind: "package", function: fn, attribute });
