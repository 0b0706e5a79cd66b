import type { TableArgs, TableState } from "@pulumi/alicloud/ots/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { decode, encode } from "./messages.ts";
import { whenReady } from "./ready.ts";
import { tableTable } from "./tables.ts";

type Inputs = Plain<TableArgs>;
type State = Plain<TableState>;
type Column = NonNullable<Inputs["definedColumns"]>[number];

/** The table's names -> numbers of the protocol. */
const KEY_TYPES: Readonly<Record<string, number>> = { Integer: 1, String: 2, Binary: 3 };
const COLUMN_TYPES: Readonly<Record<string, number>> = { Integer: 1, Double: 2, Boolean: 3, String: 4, Binary: 7 };

const SSE_TYPES: Readonly<Record<string, number>> = { SSE_KMS_SERVICE: 1, SSE_BYOK: 2 };

interface Description {
  readonly tableMeta: Record<
    "primaryKey" | "definedColumn",
    readonly { readonly name: string; readonly type: number }[]
  >;
  readonly tableOptions: {
    readonly timeToLive: number;
    readonly maxVersions: number;
    readonly deviationCellVersionInSec: number;
    readonly allowUpdate: boolean;
  };
  readonly encryption: null | {
    readonly enable: boolean;
    readonly keyType: number;
    readonly keyId: string;
    readonly roleArn: string;
  };
}

/** https://help.aliyun.com/zh/tablestore/developer-reference/createtable */
const tableType: ResourceType<AlicloudContext, Inputs, State> = {
  table: tableTable,

  async create(cloud, inputs) {
    const client = await cloud.tables(inputs.instanceName);
    const message = encode("CreateTableRequest", {
      tableMeta: {
        tableName: inputs.tableName,
        primaryKey: inputs.primaryKeys.map(({ name, type }) => ({ name, type: KEY_TYPES[type] })),
        definedColumn: (inputs.definedColumns ?? []).map(columnOf),
      },
      reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
      tableOptions: options(inputs),
      ...encryption(inputs),
    });
    await whenReady(cloud, () => client.send("/CreateTable", message));
    return `${inputs.instanceName}:${inputs.tableName}`;
  },

  async read(cloud, id) {
    const { instanceName, tableName } = partsOf(id, ["instanceName", "tableName"]);
    const client = await cloud.tables(instanceName);
    const answer = await client.send("/DescribeTable", encode("DescribeTableRequest", { tableName }));
    const { tableMeta, tableOptions, encryption } = decode<Description>("DescribeTableResponse", answer);
    const columns = tableMeta.definedColumn.map(({ name, type }) => ({ name, type: wordOf(COLUMN_TYPES, type) }));
    const sse = encryption?.enable ? encryption : undefined;
    return {
      allowUpdate: tableOptions.allowUpdate,
      definedColumns: columns.length > 0 ? columns : null,
      deviationCellVersionInSec: String(tableOptions.deviationCellVersionInSec),
      enableSse: sse ? true : null,
      instanceName,
      maxVersion: tableOptions.maxVersions,
      primaryKeys: tableMeta.primaryKey.map(({ name, type }) => ({ name, type: wordOf(KEY_TYPES, type) })),
      sseKeyId: sse?.keyId || null,
      sseKeyType: sse ? wordOf(SSE_TYPES, sse.keyType) : null,
      sseRoleArn: sse?.roleArn || null,
      tableName,
      timeToLive: tableOptions.timeToLive,
    };
  },

  async update(cloud, id, inputs, old) {
    const { instanceName, tableName } = partsOf(id, ["instanceName", "tableName"]);
    const client = await cloud.tables(instanceName);
    const changed = changedKeys(tableTable, { ...old }, { ...inputs });
    if (["timeToLive", "maxVersion", "deviationCellVersionInSec", "allowUpdate"].some((key) => changed.has(key))) {
      const { deviationCellVersionInSec: maxTimeDeviation, ...others } = options(inputs);
      // The client's own name for it.
      const tableOptions = { ...others, maxTimeDeviation };
      await whenReady(cloud, () => client.updateTable({ tableName, tableOptions }));
    }
    if (changed.has("definedColumns")) await changeColumns(cloud, id, old.definedColumns, inputs.definedColumns);
  },

  async delete(cloud, id) {
    const { instanceName, tableName } = partsOf(id, ["instanceName", "tableName"]);
    const client = await cloud.tables(instanceName);
    await whenReady(cloud, () => client.deleteTable({ tableName }));
  },

  async find(_cloud, inputs) {
    return `${inputs.instanceName}:${inputs.tableName}`;
  },
};

function options({ timeToLive, maxVersion, allowUpdate, deviationCellVersionInSec }: Inputs) {
  return {
    timeToLive,
    maxVersions: maxVersion,
    allowUpdate,
    deviationCellVersionInSec: Number(deviationCellVersionInSec ?? 86_400),
  };
}

/** Encryption can be set only when a table is created. */
function encryption({ enableSse, sseKeyType = "SSE_KMS_SERVICE", sseKeyId, sseRoleArn }: Inputs): object {
  if (!enableSse) return {};
  const own = sseKeyType === "SSE_BYOK" ? { keyId: sseKeyId, roleArn: sseRoleArn } : {};
  return { encryption: { enable: true, keyType: SSE_TYPES[sseKeyType], ...own } };
}

/** Adds new columns and deletes removed ones. The type of a column cannot change. */
async function changeColumns(
  cloud: AlicloudContext,
  id: string,
  from: readonly Column[] = [],
  to: readonly Column[] = [],
): Promise<void> {
  const { instanceName, tableName } = partsOf(id, ["instanceName", "tableName"]);
  const other = to.find(({ name, type }) => from.some((column) => column.name === name && column.type !== type));
  if (other) {
    throw new UserError(
      `The type of the column ${other.name} of the table ${tableName} can't be changed to ${other.type}.`,
      "Add another column, or create another table.",
    );
  }
  const client = await cloud.tables(instanceName);
  const added = to.filter(({ name }) => !from.some((column) => column.name === name));
  const removed = from.filter(({ name }) => !to.some((column) => column.name === name));
  if (added.length > 0) {
    const message = encode("AddDefinedColumnRequest", { tableName, columns: added.map(columnOf) });
    await whenReady(cloud, () => client.send("/AddDefinedColumn", message));
  }
  if (removed.length > 0) {
    const message = encode("DeleteDefinedColumnRequest", { tableName, columns: removed.map(({ name }) => name) });
    await whenReady(cloud, () => client.send("/DeleteDefinedColumn", message));
  }
}

function columnOf({ name, type }: Column) {
  return { name, type: COLUMN_TYPES[type] };
}

function wordOf(words: Readonly<Record<string, number>>, value: number): string {
  return Object.entries(words).find(([, code]) => code === value)?.[0] ?? String(value);
}

export const table = erase(tableType);
