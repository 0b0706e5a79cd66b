import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { adopt } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { nameOf } from "./shared.ts";

/** EventBridge does not support tags on buses. */
export function bus(scope: AliyunScope, resource: ResolvedResource<"bus">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Bus");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("alicloud:eventbridge/eventBus:EventBus", "bus", { eventBusName: nameOf(scope, resource) });
  return {
    name: ref(node, "eventBusName"),
    id: arnOf.bus(scope.context.place, ref(node, "eventBusName")),
    component,
    nodes: group.nodes,
  };
}
