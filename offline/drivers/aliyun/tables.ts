import { signOts } from "../../../adapters/aliyun/runtime/signing/ots.ts";
import {
  type Columns,
  decodeRows,
  encodeRow,
  type KeyCell,
  MAX,
  MIN,
  type StoredRow,
} from "../../../adapters/aliyun/runtime/tablestore/plain-buffer.ts";
import { fromColumns, toCell, toColumns } from "../../../adapters/aliyun/runtime/tablestore/values.ts";
import { readFields, readText, Writer } from "../../../adapters/aliyun/runtime/wire.ts";
import type { Cloud, Place, Row } from "../cloud.ts";
import { type AliyunEndpoint, call, partOf } from "./api.ts";

/** Messages of Tablestore's protocol in which a field is another message. */
const parts = (message: Uint8Array, field: number): Uint8Array[] =>
  [...readFields(message)].flatMap((one) => (one.field === field ? [one.bytes] : []));
const part = (message: Uint8Array, field: number): Uint8Array => parts(message, field)[0] ?? new Uint8Array();

const ANY = (): Writer => new Writer().number(1, 0);

type Ask = (table: Place, operation: string, body: Writer) => Promise<Uint8Array>;

/** Names of a table's key columns, in their order. */
async function keyNames(ask: Ask, table: Place): Promise<string[]> {
  const answer = await ask(table, "DescribeTable", new Writer().bytes(1, table.name));
  return parts(part(answer, 1), 2).map((column) => readText(part(column, 1)));
}

const toRow = ({ key, columns }: StoredRow): Row => fromColumns([...key, ...columns]);

/** Rows as any client of Tablestore writes them; the shim's rules say what JavaScript's values are in it. */
export function tables({
  endpoint,
  region,
}: AliyunEndpoint): Pick<Cloud, "putRow" | "deleteRow" | "getRow" | "queryRows"> {
  const ask: Ask = async (table, operation, body) => {
    const instance = partOf(table.id, "instance");
    const given = { host: `${instance}.${region}.ots.aliyuncs.com`, instance, operation, body: body.finish() };
    const answer = await call(endpoint, `${operation} of ${table.name}`, (by) => signOts(given, by));
    return new Uint8Array(answer.body);
  };
  const keyOf = async (table: Place, row: Row): Promise<Columns> =>
    (await keyNames(ask, table)).map((name) => [name, toCell(row[name])] as const);
  return {
    async putRow(table, row) {
      const key = await keyOf(table, { ...row });
      const names = new Set(key.map(([name]) => name));
      const columns = toColumns({ ...row }).filter(([name]) => !names.has(name));
      const changes = columns.map(([name, value]) => ({ name, value, change: "put" }) as const);
      await ask(table, "PutRow", new Writer().bytes(1, table.name).bytes(2, encodeRow(key, changes)).bytes(3, ANY()));
    },
    async deleteRow(table, row) {
      const key = encodeRow(await keyOf(table, row), [], true);
      await ask(table, "DeleteRow", new Writer().bytes(1, table.name).bytes(2, key).bytes(3, ANY()));
    },
    async getRow(table, row) {
      const key = encodeRow(await keyOf(table, row));
      const answer = await ask(table, "GetRow", new Writer().bytes(1, table.name).bytes(2, key).number(5, 1));
      const [found] = decodeRows(part(answer, 2));
      return found && toRow(found);
    },
    async queryRows(table, column, value) {
      const [partition, ...others] = await keyNames(ask, table);
      if (partition !== column) throw new Error(`"${column}" is not the partition key of ${table.name}`);
      const end = (cell: KeyCell) =>
        encodeRow([[column, toCell(value)], ...others.map((name) => [name, cell] as const)]);
      const body = new Writer().bytes(1, table.name).number(2, 0).number(5, 1).bytes(7, end(MIN)).bytes(8, end(MAX));
      return decodeRows(part(await ask(table, "GetRange", body), 2)).map(toRow);
    },
  };
}
