import type spec from "../../polyfn.config.ts";
import type { Place } from "./cloud.ts";

type Spec = typeof spec;
export type ResourceName = keyof Spec["resources"];
export type FunctionName = keyof Spec["functions"];

/** The deployed parts of the example. */
export interface Deployed {
  readonly resources: { readonly [N in ResourceName]: Place };
  readonly functions: { readonly [N in FunctionName]: Place };
}

/** The address of a resource or function that has one. */
export function addressOf(place: Place): string {
  if (place.url === undefined) throw new Error(`${place.name} was deployed without an address`);
  return place.url.replace(/\/$/, "");
}
