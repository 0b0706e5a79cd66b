import { ApiError } from "../../../core/error.ts";
import type { Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import { readFilter } from "../filter.ts";
import { readKey } from "../keys.ts";
import type { ChangeType, RowChange } from "../model.ts";
import type { WireRow } from "../plain-buffer/format.ts";
import { isColumnValue, readRows } from "../plain-buffer/read.ts";
import { writeRows } from "../plain-buffer/write.ts";
import { keyCells, unitsOf } from "../read.ts";
import type { TableState } from "../state.ts";
import type { Condition, Table, Written } from "../table.ts";
import { action, type Context, consumed } from "./common.ts";

interface WireCondition {
  readonly row_existence: Condition["row_existence"];
  readonly column_condition?: Buffer;
}
interface WireReturn {
  readonly return_type?: "RT_NONE" | "RT_PK" | "RT_AFTER_MODIFY";
  readonly return_column_names?: readonly string[];
}
interface WriteRow {
  readonly table_name: string;
  readonly condition: WireCondition;
  readonly return_content?: WireReturn;
  readonly transaction_id?: string;
}

/** @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/putrow */
export const writeOperations = (state: TableState): Operation[] => [
  action<WriteRow & { row: Buffer }>(state, {
    name: "PutRow",
    response: "WriteRowResponse",
    tables: ({ table_name }) => [table_name],
    run: (message, context) => write(context, message, "PUT_ROW", message.row),
  }),
  action<WriteRow & { row_change: Buffer }>(state, {
    name: "UpdateRow",
    response: "WriteRowResponse",
    tables: ({ table_name }) => [table_name],
    run: (message, context) => write(context, message, "UPDATE_ROW", message.row_change),
  }),
  action<WriteRow & { primary_key: Buffer }>(state, {
    name: "DeleteRow",
    response: "WriteRowResponse",
    tables: ({ table_name }) => [table_name],
    run: (message, context) => write(context, message, "DELETE_ROW", message.primary_key),
  }),
  action<BatchWrite>(state, {
    name: "BatchWriteRow",
    response: "BatchResponse",
    tables: ({ tables }) => tables.map(({ table_name }) => table_name),
    run: batch,
  }),
];

/** One change of one row. @throws ApiError */
function write(context: Context, message: WriteRow, type: ChangeType, bytes: Buffer): object {
  if (message.transaction_id) throw invalid("The emulator has no local transactions.");
  const table = context.table(message.table_name);
  const [row, ...more] = readRows(bytes);
  if (!row || more.length > 0) throw invalid("The request must hold one row.");
  const change = readChange(context, table, type, row);
  const written = context.state.write(context.space, table, change, readCondition(message.condition));
  const reads = message.condition.row_existence === "IGNORE" && !message.condition.column_condition ? 0 : 1;
  const returned = content(table, written, message.return_content);
  return { consumed: consumed(reads, unitsOf(table, [row])), ...(returned && { row: writeRows([returned]) }) };
}

function readChange({ now }: Context, table: Table, type: ChangeType, row: WireRow): RowChange {
  const key = readKey(row.key, table.facts.key, () => table.auto(now));
  if (type === "DELETE_ROW") return { type, key, cells: [] };
  const cells = row.columns.map(({ value, ...cell }) => {
    if (type === "PUT_ROW" && cell.operation) throw invalid(`Column ${cell.name} of a row to be put has an operation.`);
    if (value && !isColumnValue(value)) throw invalid(`Column ${cell.name} has no value that a column can have.`);
    return value ? { ...cell, value } : cell;
  });
  if (type === "UPDATE_ROW" && cells.length === 0) throw invalid("No attribute column is specified.");
  return { type, key, cells };
}

const readCondition = ({ row_existence, column_condition }: WireCondition): Condition => ({
  row_existence,
  ...(column_condition && column_condition.length > 0 && { filter: readFilter(column_condition) }),
});

/** The row, or what of it the writer wants to see again. */
function content({ facts }: Table, { after, change }: Written, wanted: WireReturn | undefined): WireRow | undefined {
  if (wanted?.return_type === "RT_PK") return { key: change.key, columns: [] };
  if (wanted?.return_type !== "RT_AFTER_MODIFY" || !after) return undefined;
  const columns = (wanted.return_column_names ?? []).flatMap((name) => {
    const [newest] = after.columns.get(name) ?? [];
    return newest ? [{ name, value: newest.value, timestamp: newest.timestamp }] : [];
  });
  return { key: keyCells(facts.key, after), columns };
}

interface BatchWrite {
  readonly tables: readonly {
    readonly table_name: string;
    readonly rows: readonly (Omit<WriteRow, "table_name"> & {
      readonly type: "PUT" | "UPDATE" | "DELETE";
      readonly row_change: Buffer;
    })[];
  }[];
  readonly transaction_id?: string;
  readonly is_atomic?: boolean;
}

const MOST_ROWS = 200;

/** Each row by itself: one that fails does not keep the others from being written. */
function batch({ tables, transaction_id, is_atomic }: BatchWrite, context: Context): object {
  if (transaction_id || is_atomic) throw invalid("The emulator has no local transactions.");
  const count = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  if (tables.length === 0) throw invalid("No row is specified in BatchWriteRow.");
  const empty = tables.find(({ rows }) => rows.length === 0);
  if (empty) throw invalid(`No operation is specified for table: '${empty.table_name}'.`);
  if (count > MOST_ROWS) throw invalid(`Rows count exceeds the upper limit: ${MOST_ROWS}.`);
  return {
    tables: tables.map(({ table_name, rows }) => ({
      table_name,
      rows: rows.map((row) =>
        attempt(() => write(context, { ...row, table_name }, `${row.type}_ROW` as const, row.row_change)),
      ),
    })),
  };
}

/** The outcome of one row of several. */
export function attempt(run: () => object): object {
  try {
    return { is_ok: true, ...run() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { is_ok: false, error: { code: error.code, message: error.message } };
  }
}
