import type { Output, ProviderResource } from "@pulumi/pulumi";
import type { ResolvedResource, ResolvedTrigger } from "../../model/resolve.ts";
import type { Handle, Scope, TriggerHandle } from "../contract.ts";
import type { Place } from "./arns.ts";

/** What this adapter finds out once per deployment. */
export interface AwsFacts {
  readonly place: Output<Place>;
  /** For questions to the cloud; resources inherit it from their parents. */
  readonly provider: ProviderResource;
  readonly variant: Variant;
  /** Address of the one server that answers for all services, when it is not AWS itself. */
  readonly endpoint?: string;
}

export type AwsScope = Scope<AwsFacts>;

/**
 * The parts of this adapter that differ between AWS and servers of its protocol which lack a service. Everything else is
 * the same everywhere.
 */
export interface Variant {
  readonly schedule: (scope: AwsScope, trigger: ResolvedTrigger<"schedule">) => TriggerHandle;
  readonly api: {
    create(scope: AwsScope, resource: ResolvedResource<"api">): Handle;
    /** An http trigger that answers routes of an api. */
    route(scope: AwsScope, trigger: ResolvedTrigger<"http">): TriggerHandle;
    attach(scope: AwsScope, resource: ResolvedResource<"api">): void;
  };
}
