import { z } from "zod";

/**
 * Types of native inputs in `override`, by target: `function` for those of functions and their triggers, `resources` by
 * kind of resource. An adapter adds its own by declaration merging. Without `function` or a kind, any object is
 * allowed.
 *
 * @example
 * declare module "polyfn/overrides" {
 *   interface OverrideTypes {
 *     mycloud: { function: { function?: { memory?: number } }; resources: { bucket: { bucket?: { size?: number } } } };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: adapters merge their targets into it
export interface OverrideTypes {}

/** Child -> native inputs. */
type Untyped = Readonly<Record<string, unknown>>;

/** `override` of a function: target -> child -> native inputs. */
export type FunctionOverride = {
  readonly [Target in keyof OverrideTypes]?: OverrideTypes[Target] extends { readonly function: infer Children }
    ? Children
    : Untyped;
};

/** `override` of a resource of a kind: target -> child -> native inputs. */
export type ResourceOverride<Kind extends string> = {
  readonly [Target in keyof OverrideTypes]?: OverrideTypes[Target] extends {
    readonly resources: { readonly [K in Kind]: infer Children };
  }
    ? Children
    : Untyped;
};

type Override = Record<string, Record<string, unknown>>;

/** Schema of an `override` that is written as `Input`. Each target checks its properties against the provider's own. */
export const override = <Input>() =>
  (z.record(z.string(), z.record(z.string(), z.unknown())) as unknown as z.ZodType<Override, Input>)
    .default({})
    .describe("Native inputs for each target and child resource, merged last.");
