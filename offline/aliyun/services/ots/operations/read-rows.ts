import type { Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import { readBounds, readKey } from "../keys.ts";
import type { WireRow } from "../plain-buffer/format.ts";
import { readRows } from "../plain-buffer/read.ts";
import { writeRows } from "../plain-buffer/write.ts";
import { compileSelection, keyCells, type Selection, sizeOfRow, unitsOf, type WireSelection } from "../read.ts";
import type { TableState } from "../state.ts";
import type { Table } from "../table.ts";
import { compareKeys } from "../values.ts";
import { action, type Context, consumed } from "./common.ts";
import { attempt } from "./write-rows.ts";

interface GetRow extends WireSelection {
  readonly table_name: string;
  readonly primary_key: Buffer;
}
interface BatchGet {
  readonly tables: readonly (WireSelection & {
    readonly table_name: string;
    readonly primary_key: readonly Buffer[];
  })[];
}
interface GetRange extends WireSelection {
  readonly table_name: string;
  readonly direction: "FORWARD" | "BACKWARD";
  readonly limit?: number;
  readonly inclusive_start_primary_key: Buffer;
  readonly exclusive_end_primary_key: Buffer;
}

/** @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/getrow */
export const readOperations = (state: TableState): Operation[] => [
  action<GetRow>(state, {
    name: "GetRow",
    tables: ({ table_name }) => [table_name],
    run: (message, context) => {
      const table = context.table(message.table_name);
      return get(context, table, compileSelection(table, message), message.primary_key);
    },
  }),
  action<BatchGet>(state, {
    name: "BatchGetRow",
    response: "BatchResponse",
    tables: ({ tables }) => tables.map(({ table_name }) => table_name),
    run: batch,
  }),
  action<GetRange>(state, {
    name: "GetRange",
    tables: ({ table_name }) => [table_name],
    run: range,
  }),
];

function get({ now }: Context, table: Table, select: Selection, key: Buffer): object {
  const row = table.get(readKey(readKeyRow(key).key, table.facts.key), now);
  const found = row && select(row);
  return {
    consumed: consumed(unitsOf(table, found ? [found] : []), 0),
    row: writeRows(found ? [found] : []),
  };
}

function readKeyRow(bytes: Buffer): WireRow {
  const [row] = readRows(bytes);
  if (!row) throw invalid("The primary key is missing.");
  return row;
}

const MOST_ROWS_AT_ONCE = 100;

function batch({ tables }: BatchGet, context: Context): object {
  const count = tables.reduce((sum, { primary_key }) => sum + primary_key.length, 0);
  if (tables.length === 0) throw invalid("No row specified in the request of BatchGetRow.");
  if (count > MOST_ROWS_AT_ONCE) throw invalid(`Rows count exceeds the upper limit: ${MOST_ROWS_AT_ONCE}.`);
  return {
    tables: tables.map((wanted) => ({
      table_name: wanted.table_name,
      rows: wanted.primary_key.map((key) =>
        attempt(() => {
          const table = context.table(wanted.table_name);
          return get(context, table, compileSelection(table, wanted), key);
        }),
      ),
    })),
  };
}

const MOST_ROWS = 5000;
const MOST_BYTES = 4 * 1024 * 1024;

function range(message: GetRange, { table: find, now }: Context): object {
  const table = find(message.table_name);
  const { start, end, backward } = bounds(message, table);
  const limit = Math.min(message.limit ?? MOST_ROWS, MOST_ROWS);
  if (limit < 1) throw invalid("The limit must be greater than 0.");
  const select = compileSelection(table, message);
  const rows: WireRow[] = [];
  let seen = 0;
  let size = 0;
  let next: Buffer | undefined;
  for (const stored of table.rows.range(start, end, backward)) {
    const row = table.alive(stored, now);
    if (!row) continue;
    if (rows.length >= limit || seen >= MOST_ROWS || size >= MOST_BYTES) {
      next = writeRows([{ key: keyCells(table.facts.key, stored), columns: [] }]);
      break;
    }
    seen++;
    const found = select(row);
    if (!found) continue;
    rows.push(found);
    size += sizeOfRow(table.facts.options, found);
  }
  return {
    consumed: consumed(unitsOf(table, rows), 0),
    rows: writeRows(rows),
    ...(next && { next_start_primary_key: next }),
  };
}

function bounds(message: GetRange, { facts }: Table) {
  const start = readBounds(readKeyRow(message.inclusive_start_primary_key).key, facts.key);
  const end = readBounds(readKeyRow(message.exclusive_end_primary_key).key, facts.key);
  const backward = message.direction === "BACKWARD";
  const order = compareKeys(start, end);
  if (backward ? order < 0 : order > 0) {
    throw invalid(
      backward ? "Begin key must more than end key in BACKWARD" : "Begin key must less than end key in FORWARD",
    );
  }
  return { start, end, backward };
}
