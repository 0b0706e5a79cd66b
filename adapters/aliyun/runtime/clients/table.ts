import type { AnyRow, Page, Query, RowUpdate, TableReader, TableWriter } from "../../../../runtime/clients.ts";
import type { TableKey } from "../../../../runtime/core/clients.ts";
import { getBatch } from "../../../../runtime/core/get-batch.ts";
import { packJson, unpackJson } from "../../../../runtime/core/pack-json.ts";
import { sendBatch, turnsBy } from "../../../../runtime/core/send-batch.ts";
import { keyNames, TableInput, toCursor } from "../../../../runtime/core/table-input.ts";
import { ConditionError } from "../../../../runtime/errors.ts";
import type { ClientFactory, IndexKey } from "../bindings.ts";
import { ServiceError } from "../http.ts";
import {
  deleteRow,
  getRange,
  getRow,
  getRows,
  MOST_READ,
  MOST_WRITTEN,
  putRow,
  type RowWrite,
  type TablePlace,
  updateRow,
  writeRows,
} from "../tablestore/operations.ts";
import { type ColumnChange, type Columns, encodeRow, type StoredRow } from "../tablestore/plain-buffer.ts";
import { compare, type Span, spanOf } from "../tablestore/ranges.ts";
import { fromColumns, toCell, toColumns } from "../tablestore/values.ts";

type Row = AnyRow;

/** Most bytes of a call that writes rows (https://www.alibabacloud.com/help/en/tablestore/developer-reference/batchwriterow). */
const MOST_BYTES = 4 * 1024 * 1024;

/** The row's key, in the order of the table's key columns. */
const keyOf = (key: TableKey, row: Readonly<Record<string, unknown>>): Columns =>
  keyNames(key).map((column) => [column, toCell(row[column])] as const);

const toRow = ({ key, columns }: StoredRow): Row => fromColumns([...key, ...columns]) as Row;

/** A cursor is the key that the next page begins with. */
const textOf = (key: Columns | undefined): string | undefined => key && packJson(fromColumns(key));

function toChanges({ set = {}, add = {}, remove = [] }: RowUpdate<Record<string, unknown>>): ColumnChange[] {
  return [
    ...toColumns(set).map(([name, value]) => ({ name, value, change: "put" }) as const),
    ...toColumns(add).map(([name, value]) => ({ name, value, change: "increment" }) as const),
    ...remove.map((name) => ({ name, change: "delete" }) as const),
  ];
}

/** Throws what is not the service's refusal because of a condition. */
function exceptCondition(error: unknown): void {
  if (!(error instanceof ServiceError) || error.code !== "OTSConditionCheckFail") throw error;
}

/** A page of the stored rows of a span. */
async function readPage(place: TablePlace, span: Span, sort: string | undefined, limit: number | undefined) {
  const page = await getRange(place, { ...span, limit });
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
export const tableClient: ClientFactory<"table"> = (binding, name): TableReader<Row, Row> & TableWriter<Row, Row> => {
  const { key: tableKey, ttl } = binding;
  const input = new TableInput(name, binding);
  /** The rows that are there. One whose time is over counts as deleted, though Tablestore still has it. */
  const alive = (stored: readonly (StoredRow | undefined)[]): Row[] => {
    const rows = stored.flatMap((row) => (row ? [toRow(row)] : []));
    return rows.filter(({ [ttl ?? ""]: end }) => typeof end !== "number" || end * 1000 > Date.now());
  };
  const spanFor = (asked: Query, key: TableKey, rest: readonly string[]): Span => {
    const span = spanOf(key, rest, { reverse: false, ...asked });
    const start = input.cursor(asked, key, (text) => unpackJson(text) as Row);
    return start ? { ...span, start: toColumns(start) } : span;
  };
  const queryIndex = async (asked: Query, index: IndexKey): Promise<Page<Row>> => {
    const rest = keyNames(tableKey).filter((column) => !keyNames(index).includes(column));
    const span = spanFor(asked, index, rest);
    const limit = Math.min(asked.limit ?? MOST_READ, MOST_READ);
    const place = { instance: binding.instance, table: index.index };
    const { rows, next } = await readPage(place, span, index.sort?.name, limit);
    const partition = toCell(asked.partition);
    const found = alive(
      await getRows(
        binding,
        rows.map(({ key }) => keyOf(tableKey, fromColumns(key))),
      ),
    );
    // Rows that have changed since don't belong there any more.
    const current = found.filter((row) => compare(toCell(row[index.partition.name] ?? null), partition) === 0);
    return { rows: current, cursor: toCursor(asked, textOf(next)) };
  };
  const columnsOf = (row: Row) => toColumns(row).filter(([column]) => !keyNames(tableKey).includes(column));
  const writeAll = async (writes: readonly RowWrite[]): Promise<void> =>
    sendBatch(writes, {
      place: `table "${name}"`,
      limits: { items: MOST_WRITTEN, bytes: MOST_BYTES, item: MOST_BYTES },
      sizeOf: ({ key, columns = [] }) => encodeRow([...key, ...columns]).length,
      groupOf: turnsBy(({ key }) => packJson(key)),
      send: (some) => writeRows(binding, some),
    });
  return {
    name: binding.table,
    async get(key, options = {}) {
      input.get(key, options);
      return alive([await getRow(binding, keyOf(tableKey, key))])[0];
    },
    async getBatch(keys, options = {}) {
      input.getBatch(keys, options);
      return getBatch(keys, keyNames(tableKey), MOST_READ, async (some) => {
        const stored = await getRows(
          binding,
          some.map((key) => keyOf(tableKey, key)),
        );
        return { rows: alive(stored), left: [] };
      });
    },
    async query(asked) {
      const found = input.query(asked, binding);
      if ("index" in found) return queryIndex(asked, found);
      const span = spanFor(asked, tableKey, []);
      const { rows, next } = await readPage(binding, span, tableKey.sort?.name, asked.limit);
      return { rows: alive(rows), cursor: toCursor(asked, textOf(next)) };
    },
    async put(row, options = {}) {
      input.put(row, options);
      const { ifAbsent = false } = options;
      try {
        await putRow(binding, keyOf(tableKey, row), columnsOf(row), ifAbsent);
      } catch (error) {
        exceptCondition(error);
        throw new ConditionError(`table "${name}" already has a row with this key`, { cause: error });
      }
    },
    async putBatch(rows) {
      input.putBatch(rows);
      await writeAll(rows.map((row) => ({ key: keyOf(tableKey, row), columns: columnsOf(row) })));
    },
    async update(given, changes) {
      input.update(given, changes);
      const key = keyOf(tableKey, given);
      const all = toChanges(changes);
      // Tablestore makes no row where there is nothing to write.
      if (all.every(({ change }) => change === "delete")) await putRow(binding, key, [], true).catch(exceptCondition);
      const added = all.length > 0 ? await updateRow(binding, key, all) : [];
      const row = await getRow(binding, key);
      // Others may have added to it since: a count is as this update left it.
      return toRow({ key, columns: [...(row?.columns ?? []), ...added] });
    },
    async delete(key) {
      input.delete(key);
      await deleteRow(binding, keyOf(tableKey, key));
    },
    async deleteBatch(keys) {
      input.deleteBatch(keys);
      await writeAll(keys.map((key) => ({ key: keyOf(tableKey, key) })));
    },
  };
};
