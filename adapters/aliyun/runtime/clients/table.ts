import type { Page, Query, RowUpdate, TableReader, TableWriter } from "../../../../runtime/clients.ts";
import type { TableKey } from "../../../../runtime/core/clients.ts";
import { ConditionError, SetupError } from "../../../../runtime/errors.ts";
import type { ClientFactory, Facts, IndexKey } from "../facts.ts";
import { ServiceError } from "../http.ts";
import {
  deleteRow,
  Expect,
  getRange,
  getRow,
  getRows,
  MOST_ROWS,
  putRow,
  type TablePlace,
  updateRow,
} from "../tablestore/operations.ts";
import type { Cell, ColumnChange, Columns, StoredRow } from "../tablestore/plain-buffer.ts";
import { compare, type Span, spanOf } from "../tablestore/ranges.ts";
import { fromColumns, packJson, toCell, toColumns, unpackJson } from "../tablestore/values.ts";

type Row = Readonly<Record<string, unknown>>;

const namesOf = ({ partition, sort }: TableKey): string[] => [partition.name, ...(sort ? [sort.name] : [])];

/** The row's key, in the order of the table's key columns. */
const keyOf = (key: TableKey, row: Row, name: string): Columns =>
  namesOf(key).map((column) => {
    const { [column]: value } = row;
    if (value === undefined) throw new SetupError(`table "${name}" needs a value of its key column "${column}"`);
    return [column, toCell(value)] as const;
  });

const toRow = ({ key, columns }: StoredRow): Row => fromColumns([...key, ...columns]);

/** A cursor is the key that the next page begins with. */
const toCursor = (key: Columns | undefined): string | undefined =>
  key && Buffer.from(packJson(key)).toString("base64url");
const fromCursor = (cursor: string): Columns => {
  const key = unpackJson(Buffer.from(cursor, "base64url").toString()) as [string, unknown][];
  return key.map(([name, value]) => [name, toCell(value)] as const);
};

function indexNamed({ indexes = {} }: Facts["table"], name: string, index: string): IndexKey {
  const found = indexes[index];
  if (found) return found;
  throw new SetupError(`table "${name}" has no index "${index}": ${Object.keys(indexes).join(", ") || "it has none"}`);
}

function toChanges({ set = {}, add = {}, remove = [] }: RowUpdate<Record<string, unknown>>): ColumnChange[] {
  const puts = toColumns(set).map(([column, value]) => ({ name: column, value, change: "put" }) as const);
  const increments = Object.entries(add).flatMap(([column, value]) => {
    if (value === undefined) return [];
    const cell = toCell(value);
    if (typeof cell === "bigint") return [{ name: column, value: cell, change: "increment" } as const];
    throw new RangeError(
      `Tablestore adds whole numbers of at most 64 bits: "${column}" can't be increased by ${value}`,
    );
  });
  return [...puts, ...increments, ...remove.map((column) => ({ name: column, change: "delete" }) as const)];
}

/** Throws ConditionError in place of the service's refusal. */
const orExists = (name: string) => (error: unknown) => {
  if (!(error instanceof ServiceError) || error.code !== "OTSConditionCheckFail") throw error;
  throw new ConditionError(`table "${name}" already has a row with this key`, { cause: error });
};

/** A page of the stored rows of a span. */
async function readPage(place: TablePlace, span: Span, sort: string | undefined, { cursor, limit }: Query) {
  const start = cursor === undefined ? span.start : fromCursor(cursor);
  const page = await getRange(place, { ...span, start, limit });
  const rows: StoredRow[] = [];
  for (const row of page.rows) {
    const value = row.key.find(([column]) => column === sort)?.[1];
    const verdict = value === undefined ? "take" : span.judge(value);
    if (verdict === "end") return { rows };
    if (verdict === "take") rows.push(row);
  }
  return { rows, next: page.next };
}

/** Tablestore. Every read sees what was written before; an index follows within moments. */
export const tableClient: ClientFactory<"table"> = (facts, name): TableReader<Row, Row> & TableWriter<Row, Row> => {
  const { key: tableKey, ttl } = facts;
  /** A row whose time is over counts as deleted, though Tablestore still has it. */
  const isAlive = (row: Row): boolean => {
    const end = ttl === undefined ? undefined : row[ttl];
    return typeof end !== "number" || end * 1000 > Date.now();
  };
  const read = async (key: Row): Promise<Row | undefined> => {
    const stored = await getRow(facts, keyOf(tableKey, key, name));
    const row = stored && toRow(stored);
    return row && isAlive(row) ? row : undefined;
  };
  /** Rows of the table that an index leads to; those that have changed since don't belong there any more. */
  const follow = async (found: readonly StoredRow[], index: TableKey, partition: Cell): Promise<Row[]> => {
    const stored = await getRows(
      facts,
      found.map(({ key }) => keyOf(tableKey, fromColumns(key), name)),
    );
    const rows = stored.flatMap((row) => (row ? [toRow(row)] : []));
    return rows.filter((row) => compare(toCell(row[index.partition.name] ?? null), partition) === 0);
  };
  const queryIndex = async (asked: Query, index: IndexKey): Promise<Page<Row>> => {
    const rest = namesOf(tableKey).filter((column) => !namesOf(index).includes(column));
    const span = spanOf(index, rest, { reverse: false, ...asked });
    const limit = Math.min(asked.limit ?? MOST_ROWS.read, MOST_ROWS.read);
    const place = { instance: facts.instance, table: index.index };
    const { rows, next } = await readPage(place, span, index.sort?.name, { ...asked, limit });
    const followed = await follow(rows, index, toCell(asked.partition));
    return { rows: followed.filter(isAlive), cursor: toCursor(next) };
  };
  return {
    name: facts.table,
    get: read,
    async query(asked) {
      if (asked.index !== undefined) return queryIndex(asked, indexNamed(facts, name, asked.index));
      const span = spanOf(tableKey, [], { reverse: false, ...asked });
      const { rows, next } = await readPage(facts, span, tableKey.sort?.name, asked);
      return { rows: rows.map(toRow).filter(isAlive), cursor: toCursor(next) };
    },
    async put(row, { ifAbsent = false } = {}) {
      const key = keyOf(tableKey, row, name);
      const columns = toColumns(row).filter(([column]) => !namesOf(tableKey).includes(column));
      const writing = putRow(facts, key, columns, ifAbsent ? Expect.noRow : Expect.anything);
      await (ifAbsent ? writing.catch(orExists(name)) : writing);
    },
    async update(given, changes) {
      const key = keyOf(tableKey, given, name);
      const all = toChanges(changes);
      if (all.length > 0) await updateRow(facts, key, all);
      // Nothing to change: the row is only made sure to exist.
      else
        await putRow(facts, key, [], Expect.noRow)
          .catch((error) => orExists(name)(error))
          .catch(isExpected);
      const row = await getRow(facts, key);
      return row ? toRow(row) : given;
    },
    async delete(key) {
      await deleteRow(facts, keyOf(tableKey, key, name));
    },
  };
};

function isExpected(error: unknown): void {
  if (!(error instanceof ConditionError)) throw error;
}
