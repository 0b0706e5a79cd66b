import type { ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import { lookup, type Symbolic } from "../graph/expression.ts";
import type { AttachedNodes, LoweringScope, PartHandle, TriggerHandle } from "../graph/lowering.ts";
import type { Place } from "./arns.ts";

/** Facts about a deployment, read once. */
export interface AwsContext {
  /** The account and region of the deployment, which the provider knows. */
  readonly place: { readonly [K in keyof Place]: Symbolic<Place[K]> };
  readonly variant: Variant;
  /** Address of the one server that answers for all services, when it is not AWS itself. */
  readonly endpoint?: string;
}

export type AwsScope = LoweringScope<AwsContext>;

/**
 * The parts of this adapter that differ between AWS and servers of its protocol which lack a service. Everything else is
 * the same everywhere.
 */
export interface Variant {
  readonly schedule: (scope: AwsScope, trigger: ResolvedTrigger<"schedule">) => TriggerHandle;
  readonly api: {
    create(scope: AwsScope, resource: ResolvedResource<"api">): PartHandle;
    /** An http trigger that answers routes of an api. */
    route(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle;
    attach(scope: AwsScope, resource: ResolvedResource<"api">): AttachedNodes;
  };
  /** Actions that a server asks roles for in addition, by AWS's action that covers them. */
  readonly actions?: Readonly<Record<string, string>>;
}

/** The account and region of the deployment, as the provider answers. */
export const place: AwsContext["place"] = {
  account: lookup("aws:index/getCallerIdentity:getCallerIdentity", {}, "accountId"),
  region: lookup("aws:index/getRegion:getRegion", {}, "region"),
  partition: lookup("aws:index/getPartition:getPartition", {}, "partition"),
  dnsSuffix: lookup("aws:index/getPartition:getPartition", {}, "dnsSuffix"),
};
