import type { CustomResource, CustomResourceOptions, OutputInstance } from "@pulumi/pulumi";
import type { Symbolic } from "./expression.ts";
import type { PackageArchive } from "./package.ts";

/** A resource class of a provider's package. */
export type ResourceClass = new (name: string, args: never, options?: CustomResourceOptions) => CustomResource;

/**
 * The resource types that a cloud's graphs have: Pulumi type token -> loader of the provider's own class. The one table
 * from which inputs and outputs get their types, without any package being loaded, and the registration its classes.
 */
export type ResourceTypes = Readonly<Record<`${string}:${string}:${string}`, () => Promise<ResourceClass>>>;

type ClassOf<Loader> = Loader extends () => Promise<infer Class> ? Class : never;

/** A Pulumi input type without Outputs and promises, at every depth. Archives are classes without any member. */
type Plain<Input> = Input extends OutputInstance<unknown> | Promise<unknown>
  ? never
  : Input extends string | number | boolean | null | undefined
    ? Input
    : Input extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : [keyof Input] extends [never]
        ? PackageArchive
        : { readonly [K in keyof Input]: Plain<Input[K]> };

type ArgsOf<Class> = Class extends new (
  name: string,
  args: infer Args,
  ...rest: never
) => unknown
  ? NonNullable<Args>
  : never;

/** True of `any`, which a class is when the provider's package is not installed. */
type IsAny<T> = 0 extends 1 & T ? true : false;

type PlainArgs<Class> = IsAny<Class> extends true ? Readonly<Record<string, unknown>> : Plain<ArgsOf<Class>>;

/** Inputs of a resource type without Outputs, as the provider's own `...Args` declare them. Anything without its package. */
export type PlainInputsOf<Types extends ResourceTypes, Token extends keyof Types> = PlainArgs<ClassOf<Types[Token]>>;

type SymbolicFields<Args> = { readonly [K in keyof Args]: Symbolic<Plain<Args[K]>> };

/** Inputs of a resource type, as the provider's own `...Args` declare them; any part may be an expression. */
export type InputsOf<Types extends ResourceTypes, Token extends keyof Types> = SymbolicFields<
  ArgsOf<ClassOf<Types[Token]>>
>;

type OutputsOfClass<Class> = Class extends new (
  name: string,
  args: never,
) => infer Resource
  ? {
      readonly [K in keyof Resource as Resource[K] extends OutputInstance<unknown>
        ? K
        : never]: Resource[K] extends OutputInstance<infer Value> ? Value : never;
    }
  : never;

/** Outputs of a resource type, by name. */
export type OutputsOf<Types extends ResourceTypes, Token extends keyof Types> = OutputsOfClass<ClassOf<Types[Token]>>;
