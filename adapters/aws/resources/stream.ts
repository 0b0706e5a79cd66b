import { Stream } from "@pulumi/aws/kinesis/stream.js";
import { all } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";

export function stream(scope: AwsScope, resource: ResolvedResource<"stream">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Stream");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(Stream, "stream", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    retentionPeriod: spec.retention / 3600,
    streamModeDetails: { streamMode: spec.shards === undefined ? "ON_DEMAND" : "PROVISIONED" },
    ...(spec.shards !== undefined && { shardCount: spec.shards }),
    ...(spec.key !== undefined && { encryptionType: "KMS", kmsKeyId: keyArn(scope, spec.key) }),
    tags: resource.tags,
  });
  return {
    name: node.name,
    id: all([scope.facts.place, node.name]).apply(([place, name]) => arns.stream(place, name)),
    component,
    nodes: group.nodes,
  };
}
