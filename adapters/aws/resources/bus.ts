import { EventBus } from "@pulumi/aws/cloudwatch/eventBus.js";
import { all } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { adopt } from "../references.ts";

export function bus(scope: AwsScope, resource: ResolvedResource<"bus">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Bus");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(EventBus, "bus", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    tags: resource.tags,
  });
  return {
    name: node.name,
    id: all([scope.facts.place, node.name]).apply(([place, name]) => arns.bus(place, name)),
    component,
    nodes: group.nodes,
  };
}
