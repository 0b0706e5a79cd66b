import { EventBus } from "@pulumi/alicloud/eventbridge/eventBus.js";
import { all } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AliyunScope } from "../facts.ts";
import { adopt } from "../references.ts";
import { nameOf } from "./shared.ts";

/** EventBridge knows no tags on buses. */
export function bus(scope: AliyunScope, resource: ResolvedResource<"bus">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aliyun:Bus");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(EventBus, "bus", { eventBusName: nameOf(scope, resource) });
  return {
    name: node.eventBusName,
    id: all([scope.facts.place, node.eventBusName]).apply(([place, name]) => arns.bus(place, name)),
    component,
    nodes: group.nodes,
  };
}
