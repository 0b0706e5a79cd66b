import { UserError } from "../../../model/errors.ts";
import type { DeployedPart, Operator, Row } from "../../operate.ts";
import { partOfArn } from "../arns.ts";
import type { Cell } from "../runtime/tablestore/plain-buffer.ts";
import { fromColumns, toCell, toColumns } from "../runtime/tablestore/values.ts";
import type { Clients } from "./clients.ts";
import { loadTablestore, type TableClient, type TableDescription, type TableRow } from "./require.ts";

type Tables = Pick<Operator, "putRow" | "deleteRow" | "getRow" | "queryRows">;

/** An ordered list of objects with one column each, as the client takes keys and columns. */
type Columns = readonly Readonly<Record<string, unknown>>[];

/** Rows of Tablestore, through the vendor's client; values are kept as handlers keep them. */
export function tables(clients: Clients): Tables {
  const open = async ({ id, name }: DeployedPart) => {
    const client = await clients.tables(partOfArn(id, "instance") ?? "", clients.place(id).region);
    return { client, description: await client.describeTable({ tableName: name }) };
  };
  return {
    async putRow({ name: tableName, ...table }, row) {
      const { client, description } = await open({ name: tableName, ...table });
      const values = row as Row;
      const primaryKey = keyOf(description, values);
      const isKey = new Set(keyNames(description));
      const attributeColumns = toColumns(values).flatMap(([name, cell]) =>
        isKey.has(name) ? [] : [{ [name]: toValue(cell) }],
      );
      await client.putRow({ tableName, condition: anyRow(), primaryKey, attributeColumns });
    },
    async deleteRow(table, key) {
      const { client, description } = await open(table);
      const primaryKey = keyOf(description, key);
      await client.deleteRow({ tableName: table.name, condition: anyRow(), primaryKey });
    },
    async getRow(table, key) {
      const { client, description } = await open(table);
      return readRow(client, table.name, keyOf(description, key));
    },
    async queryRows(table, column, value) {
      const { client, description } = await open(table);
      if (keyNames(description)[0] === column) {
        return (await range(client, table.name, keyNames(description), value)).map(toRow);
      }
      const index = description.indexMetas?.find(({ primaryKey }) => primaryKey[0] === column);
      if (index === undefined) {
        throw new UserError(
          `"${column}" is not the partition key of the table ${table.name} or of one of its indexes.`,
          "Query by a partition key, or add an index to the table.",
        );
      }
      // An index does not have every column.
      const found = await range(client, index.name, index.primaryKey, value);
      const keys = found.map((row) => keyOf(description, toRow(row)));
      const rows = await Promise.all(keys.map((key) => readRow(client, table.name, key)));
      return rows.filter((row) => row !== undefined);
    },
  };
}

const anyRow = (): object => {
  const { Condition, RowExistenceExpectation } = loadTablestore();
  return new Condition(RowExistenceExpectation.IGNORE, null);
};

const keyNames = ({ tableMeta }: TableDescription): string[] => tableMeta.primaryKey.map(({ name }) => name);

const keyOf = (description: TableDescription, row: Row): Columns =>
  keyNames(description).map((name) => ({ [name]: toValue(toCell(row[name])) }));

/** The client takes whole numbers as its own type, and bytes as Buffers. */
function toValue(cell: Cell): unknown {
  if (typeof cell === "bigint") return loadTablestore().Long.fromString(String(cell));
  return cell instanceof Uint8Array ? Buffer.from(cell) : cell;
}

function toCellOf(value: unknown): Cell {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return typeof value === "object" ? BigInt(String(value)) : (value as Cell);
}

const toRow = ({ primaryKey = [], attributes = [] }: TableRow): Row =>
  fromColumns([
    ...primaryKey.map(({ name, value }) => [name, toCellOf(value)] as const),
    ...attributes.map(({ columnName, columnValue }) => [columnName, toCellOf(columnValue)] as const),
  ]);

async function readRow(client: TableClient, tableName: string, primaryKey: Columns): Promise<Row | undefined> {
  const row = await getRow(client, tableName, primaryKey);
  return row && toRow(row);
}

/** The client returns a row without a key where there is none. */
async function getRow(client: TableClient, tableName: string, primaryKey: Columns): Promise<TableRow | undefined> {
  const { row } = await client.getRow({ tableName, primaryKey, maxVersions: 1 });
  return row?.primaryKey === undefined || row.primaryKey.length === 0 ? undefined : row;
}

/** All rows of a table or index whose partition key has the value. */
async function range(
  client: TableClient,
  tableName: string,
  names: readonly string[],
  value: string,
): Promise<TableRow[]> {
  const { Direction, INF_MIN, INF_MAX } = loadTablestore();
  const [partition = "", ...others] = names;
  // A range whose ends are one whole key is empty.
  if (others.length === 0) return [(await getRow(client, tableName, [{ [partition]: toCell(value) }])) ?? []].flat();
  const end = (bound: unknown) => [{ [partition]: toCell(value) }, ...others.map((name) => ({ [name]: bound }))];
  const rows: TableRow[] = [];
  let from: Columns | undefined = end(INF_MIN);
  while (from !== undefined) {
    const page = await client.getRange({
      ...{ tableName, direction: Direction.FORWARD, maxVersions: 1 },
      ...{ inclusiveStartPrimaryKey: from, exclusiveEndPrimaryKey: end(INF_MAX) },
    });
    rows.push(...page.rows);
    from = page.nextStartPrimaryKey?.map(({ name, value: next }) => ({ [String(name)]: next }));
  }
  return rows;
}
