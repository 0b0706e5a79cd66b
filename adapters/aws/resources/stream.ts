import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import type { AwsTypes } from "../resource-types.ts";

export function stream(scope: AwsScope, resource: ResolvedResource<"stream">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Stream");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("aws:kinesis/stream:Stream", "stream", {
    name: physicalName(scope.deployment, resource, scope.context.place),
    retentionPeriod: spec.retention / 3600,
    streamModeDetails: { streamMode: spec.shards === undefined ? "ON_DEMAND" : "PROVISIONED" },
    ...(spec.shards !== undefined && { shardCount: spec.shards }),
    ...(spec.key !== undefined && { encryptionType: "KMS", kmsKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  return {
    name: ref(node, "name"),
    id: arnOf.stream(scope.context.place, ref(node, "name")),
    component,
    nodes: group.nodes,
  };
}
