import type { CustomResourceOptions, Output, Resource } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle, Scope } from "../../contract.ts";
import { component, Group, type GroupOptions } from "./component.ts";

/** What a resource's groups have in common. */
const settingsOf = (
  scope: Scope,
  resource: ResolvedResource,
  options: CustomResourceOptions,
): Omit<GroupOptions, "parent"> => ({
  of: resource.spec,
  name: `${scope.deployment.name}-${resource.name}`,
  primary: resource.kind,
  options,
});

/** Leaves the native children of a resource with `keep` in the cloud. */
export const keeping = ({ spec }: ResolvedResource): CustomResourceOptions =>
  spec.keep ? { retainOnDelete: true } : {};

/** The component of a resource and the group of its native children; `keep` leaves all of them in the cloud. */
export const resourceGroup = (
  scope: Scope,
  resource: ResolvedResource,
  type: `polyfn:${string}:${string}`,
): { component: Resource; group: Group } => component(scope, type, settingsOf(scope, resource, keeping(resource)));

/**
 * Creates children that need what was created after the resource itself, with these options. They join the nodes of the
 * resource's handle.
 */
export function attaching(
  scope: Scope,
  resource: ResolvedResource,
  create: (group: Group) => void,
  options: CustomResourceOptions = {},
): void {
  const { component: parent, nodes } = scope.resource(resource.name);
  const group = new Group(scope, { parent, ...settingsOf(scope, resource, options) });
  create(group);
  Object.assign(nodes, group.nodes);
}

/** Handle of a resource that polyfn uses but does not own: nothing is created. */
export const adopted = (of: { name: Output<string>; id: Output<string> }, parent: Resource): Handle => ({
  ...of,
  component: parent,
  nodes: {},
});
