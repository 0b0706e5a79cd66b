import type { Deferred } from "../../model/value.ts";
import type { PackageArchive } from "./package.ts";
import type { PlainInputsOf, ResourceTypes } from "./provider-types.ts";

type Tokens<Types extends ResourceTypes> = keyof Types & string;

/**
 * Children of a part of the spec -> the resource types they may be. `*` in a child's name stands for any text:
 * `*.mapping` is the mapping of a trigger of any name.
 */
export type Children<Types extends ResourceTypes> = Readonly<Record<string, readonly Tokens<Types>[]>>;

/**
 * The parts that `override` can change on a cloud: the children of functions, their triggers included, and of each kind
 * of resource.
 */
export interface OverridableChildren<Types extends ResourceTypes> {
  readonly function: Children<Types>;
  readonly resources: Readonly<Record<string, Children<Types>>>;
}

type Named<Child extends string> = Child extends `${infer Before}*${infer After}`
  ? `${Before}${string}${Named<After>}`
  : Child;

type Leaf = string | number | boolean | null | undefined;

/** A value that replaces another: any part may be an Output. Archives and assets are any object. */
type Replacement<T> = ReplacementOf<T> | Deferred<T>;

type ReplacementOf<T> = T extends Leaf
  ? T
  : T extends PackageArchive
    ? object
    : T extends readonly (infer Item)[]
      ? readonly Replacement<Item>[]
      : { readonly [K in keyof T]: Replacement<T[K]> };

/** A merge patch of a value: objects are merged, `null` removes, everything else replaces. */
type Patch<T> = null | PatchOf<T> | Deferred<T>;

type PatchOf<T> = T extends Leaf | PackageArchive | readonly unknown[] ? ReplacementOf<T> : PatchOfFields<T>;

type PatchOfFields<T> = { readonly [K in keyof T]?: Patch<T[K]> };

/** Of each of several types. */
type InputsPatch<Types extends ResourceTypes, Token extends Tokens<Types>> = Token extends unknown
  ? PatchOfFields<PlainInputsOf<Types, Token>>
  : never;

type ChildOverrides<Types extends ResourceTypes, Of extends Children<Types>> = {
  readonly [Child in keyof Of as Named<Child & string>]?: InputsPatch<Types, Of[Child][number]>;
};

/** Types of `override.<target>`, made of a table of children and the provider's own types of inputs. */
export interface OverridesOf<Types extends ResourceTypes, Table extends OverridableChildren<Types>> {
  readonly function: ChildOverrides<Types, Table["function"]>;
  readonly resources: { readonly [Kind in keyof Table["resources"]]: ChildOverrides<Types, Table["resources"][Kind]> };
}
