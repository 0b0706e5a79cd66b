import type { Output, Resource } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { ResourceKind } from "../../../model/resources/index.ts";
import type { Value } from "../../../model/value.ts";
import type { Handle } from "../../contract.ts";
import { component, Group } from "../component.ts";
import type { AliyunScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { adopt } from "../references.ts";

/** The component of a resource and the group of its native children; `keep` leaves all of them in the cloud. */
export function resourceGroup(
  scope: AliyunScope,
  resource: ResolvedResource,
  type: string,
): { component: Resource; group: Group } {
  return component(scope, type, {
    of: resource.spec,
    name: `${scope.deployment.name}-${resource.name}`,
    primary: resource.kind,
    ...keeping(resource),
  });
}

const keeping = (resource: ResolvedResource) => (resource.spec.keep ? { options: { retainOnDelete: true } } : {});

/** The cloud's own name of a resource that polyfn creates. */
export const nameOf = (scope: AliyunScope, resource: ResolvedResource): Output<string> =>
  scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place));

/** Handle of a resource that polyfn uses but does not own: nothing is created. */
export function adopted(
  scope: AliyunScope,
  kind: Exclude<ResourceKind, "api">,
  existing: Value,
  parent: Resource,
): Handle {
  return { ...adopt(scope, kind, existing), component: parent, nodes: {} };
}

/** Creates children that need what was created after the resource itself. They join the nodes of its handle. */
export function attaching(scope: AliyunScope, resource: ResolvedResource, create: (group: Group) => void): void {
  const { component: parent, nodes } = scope.resource(resource.name);
  const group = new Group(scope, {
    parent,
    of: resource.spec,
    name: `${scope.deployment.name}-${resource.name}`,
    primary: resource.kind,
    ...keeping(resource),
  });
  create(group);
  Object.assign(nodes, group.nodes);
}
