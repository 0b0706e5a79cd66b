import { Table, type TableArgs } from "@pulumi/aws/dynamodb/table.js";
import { all } from "@pulumi/pulumi";
import type { ResolvedResource } from "../../../model/resolve.ts";
import type { Handle } from "../../contract.ts";
import { adopted, resourceGroup } from "../../shared/program/resource.ts";
import { arns } from "../arns.ts";
import type { AwsScope } from "../facts.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import { declared } from "./declared.ts";

type TableSpec = ResolvedResource<"table">["spec"];

export function table(scope: AwsScope, resource: ResolvedResource<"table">): Handle {
  const { spec } = resource;
  const { component, group } = resourceGroup(scope, resource, "polyfn:aws:Table");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add(Table, "table", {
    name: scope.facts.place.apply((place) => physicalName(scope.deployment, resource, place)),
    billingMode: "PAY_PER_REQUEST",
    ...keysOf(spec),
    ...(spec.changes && { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" }),
    ...(spec.ttl !== undefined && { ttl: { attributeName: spec.ttl, enabled: true } }),
    ...(spec.encryptionKey === undefined
      ? declared(scope, { serverSideEncryption: { enabled: false } })
      : { serverSideEncryption: { enabled: true, kmsKeyArn: keyArn(scope, spec.encryptionKey) } }),
    tags: resource.tags,
  });
  return {
    name: node.name,
    id: all([scope.facts.place, node.name]).apply(([place, name]) => arns.table(place, name)),
    component,
    nodes: group.nodes,
  };
}

const TYPES = { string: "S", number: "N", binary: "B" } as const;

/** Keys of the table and of its indexes. DynamoDB wants each key column declared once, and no other. */
function keysOf(spec: TableSpec): Pick<TableArgs, "hashKey" | "rangeKey" | "attributes" | "globalSecondaryIndexes"> {
  const indexes = Object.entries(spec.indexes).sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = [spec.key, ...indexes.map(([, key]) => key)];
  const columns = new Map(
    keys.flatMap(({ partition, sort }) => (sort ? [partition, sort] : [partition])).map((c) => [c.name, c.type]),
  );
  return {
    hashKey: spec.key.partition.name,
    ...(spec.key.sort && { rangeKey: spec.key.sort.name }),
    attributes: [...columns.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, type]) => ({ name, type: TYPES[type] })),
    ...(indexes.length > 0 && {
      globalSecondaryIndexes: indexes.map(([name, { partition, sort }]) => ({
        name,
        hashKey: partition.name,
        ...(sort && { rangeKey: sort.name }),
        projectionType: "ALL",
      })),
    }),
  };
}
