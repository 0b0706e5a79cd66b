import type { Resource } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Value } from "../../../model/value.ts";
import type { Handle } from "../../contract.ts";
import { component, type Group } from "../component.ts";
import type { AwsScope } from "../facts.ts";
import { adopt } from "../references.ts";

/** The component of a resource and the group of its native children; `keep` leaves all of them in the cloud. */
export function resourceGroup(
  scope: AwsScope,
  resource: ResolvedResource,
  type: string,
): { component: Resource; group: Group } {
  return component(scope, type, {
    of: resource.spec,
    name: `${scope.deployment.name}-${resource.name}`,
    primary: resource.kind,
    ...(resource.spec.keep && { options: { retainOnDelete: true } }),
  });
}

/** Handle of a resource that polyfn uses but does not own: nothing is created. */
export function adopted(
  scope: AwsScope,
  kind: Exclude<ResourceKind, "api">,
  existing: Value,
  parent: Resource,
): Handle {
  return { ...adopt(scope, kind, existing), component: parent, nodes: {} };
}
