import type { ResolvedResource } from "../../../model/resolve.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { ref } from "../../graph/node.ts";
import type { InputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AwsScope } from "../context.ts";
import { physicalName } from "../names.ts";
import { adopt, keyArn } from "../references.ts";
import type { AwsTypes } from "../resource-types.ts";
import { declared } from "./declared.ts";

type TableInputs = InputsOf<AwsTypes, "aws:dynamodb/table:Table">;
type TableSpec = ResolvedResource<"table">["spec"];

export function table(scope: AwsScope, resource: ResolvedResource<"table">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AwsTypes>(scope, resource, "polyfn:aws:Table");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const node = group.add("aws:dynamodb/table:Table", "table", {
    name: physicalName(scope.deployment, resource, scope.context.place),
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
    name: ref(node, "name"),
    id: arnOf.table(scope.context.place, ref(node, "name")),
    component,
    nodes: group.nodes,
  };
}

const TYPES = { string: "S", number: "N", binary: "B" } as const;

/** Keys of the table and of its indexes. DynamoDB wants each key column declared once, and no other. */
function keysOf(spec: TableSpec): Pick<TableInputs, "hashKey" | "rangeKey" | "attributes" | "globalSecondaryIndexes"> {
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
