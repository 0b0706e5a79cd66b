import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { adopt } from "../references.ts";
import type { AwsTypes } from "../resource-types.ts";

export function bus(scope: AwsScope, resource: ResolvedResource<"bus">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Bus");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("aws:cloudwatch/eventBus:EventBus", "bus", {
    name: physicalName(scope.deployment, resource, scope.context.place),
    tags: resource.tags,
  });
  return {
    name: ref(node, "name"),
    id: arnOf.bus(scope.context.place, ref(node, "name")),
    component,
    nodes: group.nodes,
  };
}
