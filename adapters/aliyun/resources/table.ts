import type { ResolvedResource } from "../../../model/resolve.ts";
import { lift } from "../../graph/expression.ts";
import type { AddOptions, Group } from "../../graph/group.ts";
import { adopted, resourceGroup } from "../../graph/group.ts";
import type { PartHandle } from "../../graph/lowering.ts";
import { type NodeRef, ref } from "../../graph/node.ts";
import type { InputsOf, OutputsOf } from "../../graph/provider-types.ts";
import { arnOf } from "../arns.ts";
import type { AliyunScope } from "../context.ts";
import { imagesName, indexName } from "../names.ts";
import { adopt } from "../references.ts";
import type { AliyunTypes } from "../resource-types.ts";
import { tableInstance } from "../shared.ts";
import { keyAccess } from "./key.ts";
import { nameOf } from "./shared.ts";

type TableInputs = InputsOf<AliyunTypes, "alicloud:ots/table:Table">;
type Table = NodeRef<OutputsOf<AliyunTypes, "alicloud:ots/table:Table">>;
type TableSpec = ResolvedResource<"table">["spec"];
type Key = TableSpec["key"];
type Column = Key["partition"];

/**
 * One version of each value without expiry, as indexes require. Tablestore expires values by their age and not by a time
 * in a column, so the shim handles expired rows.
 */
const OPTIONS = { maxVersion: 1, timeToLive: -1, allowUpdate: true, deviationCellVersionInSec: "86400" } as const;

/** A table in the deployment's instance. https://www.alibabacloud.com/help/en/tablestore/developer-reference/createtable */
export function table(scope: AliyunScope, resource: ResolvedResource<"table">): PartHandle {
  const { spec } = resource;
  const { component, group } = resourceGroup<AliyunTypes>(scope, resource, "polyfn:aliyun:Table");
  if (spec.existing !== undefined) return adopted(adopt(scope, resource.kind, spec.existing), component);
  const instance = tableInstance(scope);
  const indexes = indexesOf(spec);
  const encryption = encrypted(scope, resource, group);
  const node = group.add(
    "alicloud:ots/table:Table",
    "table",
    {
      instanceName: ref(instance, "name"),
      tableName: nameOf(scope, resource),
      ...OPTIONS,
      primaryKeys: columnsOf(spec.key).map(({ name, type }) => ({ name, type: TYPES[type] })),
      ...definedColumns(spec),
      ...encryption.args,
    },
    { dependsOn: encryption.ready, ...replacedWith(encryption.args) },
  );
  for (const [name, key] of indexes) addIndex(group, node, spec, name, key);
  if (spec.changes) addChanges(group, node, encryption.args);
  return {
    name: ref(node, "tableName"),
    id: arnOf.table(scope.context.place, ref(node, "instanceName"), ref(node, "tableName")),
    component,
    nodes: group.nodes,
  };
}

type Encryption = Pick<TableInputs, "enableSse" | "sseKeyType" | "sseKeyId" | "sseRoleArn">;

/**
 * Tablestore can encrypt a table only when it is created. The provider would accept a later key and not encrypt the table.
 */
const replacedWith = ({ enableSse }: Encryption): AddOptions => ({
  replaceOnChanges: ["enableSse", "sseKeyType", "sseKeyId"],
  // Two tables cannot have one name, and a table is never deleted to remove its encryption: the deployment fails.
  ...(enableSse === true && { deleteBeforeReplace: true }),
});

/**
 * Tablestore uses the key through a role that it assumes. An index is encrypted like its table.
 * https://www.alibabacloud.com/help/en/tablestore/data-encryption
 */
function encrypted(
  scope: AliyunScope,
  resource: ResolvedResource<"table">,
  group: Group<AliyunTypes>,
): { args: Encryption; ready: NodeRef[] } {
  const { encryptionKey: key } = resource.spec;
  if (key === undefined) return { args: {}, ready: [] };
  const { keyId, role } = keyAccess(scope, resource, group, { key, service: "ots.aliyuncs.com" });
  return {
    args: { enableSse: true, sseKeyType: "SSE_BYOK", sseKeyId: keyId, sseRoleArn: role.arn },
    ready: [...role.ready],
  };
}

/** Numbers in keys are integers: Tablestore cannot order rows by other numbers. */
const TYPES = { string: "String", number: "Integer", binary: "Binary" } as const;

const columnsOf = ({ partition, sort }: Key): Column[] => (sort ? [partition, sort] : [partition]);

const indexesOf = (spec: TableSpec): [string, Key][] =>
  Object.entries(spec.indexes).sort(([a], [b]) => (a < b ? -1 : 1));

const nameOfIndex = lift("indexName", indexName);
const nameOfImages = lift("imagesName", imagesName);

/** Columns of an index must be declared, unless they are part of the key. */
function definedColumns(spec: TableSpec): Pick<TableInputs, "definedColumns"> {
  const inKey = new Set(columnsOf(spec.key).map(({ name }) => name));
  const columns = new Map(
    indexesOf(spec)
      .flatMap(([, key]) => columnsOf(key))
      .filter(({ name }) => !inKey.has(name))
      .map(({ name, type }) => [name, TYPES[type]]),
  );
  if (columns.size === 0) return {};
  return {
    definedColumns: [...columns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => ({ name, type })),
  };
}

/**
 * A global index: a table ordered by the index's key. Its primary key ends with that of its table. It is given here, because
 * Tablestore adds it otherwise and every refresh of the index would find a difference.
 */
function addIndex(group: Group<AliyunTypes>, node: Table, spec: TableSpec, name: string, key: Key): void {
  const columns = [...columnsOf(key), ...columnsOf(spec.key)].map((column) => column.name);
  group.add("alicloud:ots/secondaryIndex:SecondaryIndex", `index-${name}`, {
    instanceName: ref(node, "instanceName"),
    tableName: ref(node, "tableName"),
    indexName: nameOfIndex(ref(node, "tableName"), name),
    indexType: "Global",
    // Rows that are older than the index.
    includeBaseData: true,
    primaryKeys: [...new Set(columns)],
  });
}

/** A tunnel enables the record of changes. The second table keeps each row as it was before its latest change. */
function addChanges(group: Group<AliyunTypes>, node: Table, encryption: Encryption): void {
  group.add("alicloud:ots/tunnel:Tunnel", "changes", {
    instanceName: ref(node, "instanceName"),
    tableName: ref(node, "tableName"),
    tunnelName: "changes",
    tunnelType: "Stream",
  });
  group.add(
    "alicloud:ots/table:Table",
    "images",
    {
      instanceName: ref(node, "instanceName"),
      tableName: nameOfImages(ref(node, "tableName")),
      ...OPTIONS,
      primaryKeys: [{ name: "id", type: "String" }],
      ...encryption,
    },
    replacedWith(encryption),
  );
}
