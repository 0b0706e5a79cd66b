import { UserError } from "../../../model/errors.ts";
import type { DeployedPart, Operator, Row } from "../../operate.ts";
import type { Clients } from "./clients.ts";

type Tables = Pick<Operator, "putRow" | "deleteRow" | "getRow" | "queryRows">;

/** Rows of DynamoDB as plain JavaScript values: the same that handlers read and write. */
export const tables = (clients: Clients): Tables => ({
  async putRow({ name: TableName }, row) {
    await (await clients.tables()).rows.put({ TableName, Item: { ...row } });
  },
  async deleteRow({ name: TableName }, key) {
    await (await clients.tables()).rows.delete({ TableName, Key: { ...key } });
  },
  async getRow({ name: TableName }, key) {
    return (await (await clients.tables()).rows.get({ TableName, Key: { ...key }, ConsistentRead: true })).Item;
  },
  queryRows: (table, column, value) => queryRows(clients, table, column, value),
});

async function queryRows(
  clients: Clients,
  { name: TableName }: DeployedPart,
  column: string,
  value: string,
): Promise<Row[]> {
  const { rows } = await clients.tables();
  const IndexName = await indexOf(clients, TableName, column);
  const found: Row[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await rows.query({
      TableName,
      IndexName,
      KeyConditionExpression: "#column = :value",
      ExpressionAttributeNames: { "#column": column },
      ExpressionAttributeValues: { ":value": value },
      ConsistentRead: IndexName === undefined,
      ExclusiveStartKey,
    });
    found.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

/** The index whose partition key this column is. Undefined: it is the table's own. */
async function indexOf(clients: Clients, TableName: string, column: string): Promise<string | undefined> {
  const { Table } = await (await clients.tables()).dynamo.describeTable({ TableName });
  const { KeySchema, GlobalSecondaryIndexes = [] } = Table ?? {};
  const isPartition = (keys: typeof KeySchema = []) =>
    keys.some(({ AttributeName, KeyType }) => KeyType === "HASH" && AttributeName === column);
  if (isPartition(KeySchema)) return undefined;
  const index = GlobalSecondaryIndexes.find((one) => isPartition(one.KeySchema));
  if (index?.IndexName !== undefined) return index.IndexName;
  throw new UserError(
    `"${column}" is not the partition key of the table ${TableName} or of one of its indexes.`,
    "Query by a partition key, or add an index to the table.",
  );
}
