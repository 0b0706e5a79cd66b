import type { SecondaryIndexArgs, SecondaryIndexState } from "@pulumi/alicloud/ots/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { whenReady } from "./ready.ts";
import { secondaryIndexTable } from "./tables.ts";

type Inputs = Plain<SecondaryIndexArgs>;
type State = Plain<SecondaryIndexState>;

const TYPES = { Global: 0, Local: 1 } as const;

/** Never changes in place. https://help.aliyun.com/zh/tablestore/developer-reference/createindex */
const secondaryIndexType: ResourceType<AlicloudContext, Inputs, State> = {
  table: secondaryIndexTable,

  async create(cloud, inputs) {
    const client = await cloud.tables(inputs.instanceName);
    const indexType = TYPES[inputs.indexType as keyof typeof TYPES];
    await whenReady(cloud, () =>
      client.createIndex({
        mainTableName: inputs.tableName,
        includeBaseData: inputs.includeBaseData,
        indexMeta: {
          name: inputs.indexName,
          primaryKey: [...new Set(inputs.primaryKeys)],
          definedColumn: [...new Set(inputs.definedColumns ?? [])],
          indexType,
          // Local indexes are updated with each write, global ones afterwards.
          indexUpdateMode: indexType,
        },
      }),
    );
    return [inputs.instanceName, inputs.tableName, inputs.indexName, inputs.indexType].join(":");
  },

  /** The API does not return if existing rows were included. */
  async read(cloud, id) {
    const { instanceName, tableName, indexName } = namesOf(id);
    const client = await cloud.tables(instanceName);
    const { indexMetas } = await client.describeTable({ tableName });
    const found = indexMetas.find(({ name }) => name === indexName);
    if (!found) return undefined;
    return {
      definedColumns: found.definedColumn.length > 0 ? [...found.definedColumn] : null,
      indexName,
      indexType: found.indexType === TYPES.Local ? "Local" : "Global",
      instanceName,
      primaryKeys: [...found.primaryKey],
      tableName,
    };
  },

  async delete(cloud, id) {
    const { instanceName, tableName, indexName } = namesOf(id);
    const client = await cloud.tables(instanceName);
    await whenReady(cloud, () => client.dropIndex({ mainTableName: tableName, indexName }));
  },

  async find(_cloud, { instanceName, tableName, indexName, indexType }) {
    return [instanceName, tableName, indexName, indexType].join(":");
  },
};

function namesOf(id: string) {
  return partsOf(id, ["instanceName", "tableName", "indexName", "indexType"]);
}

export const secondaryIndex = erase(secondaryIndexType);
