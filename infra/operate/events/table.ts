import { UserError } from "../../../model/errors.ts";
import type { TableChangeType, TableRecord } from "../../../runtime/events.ts";
import type { Plain } from "../../../runtime/shim/ordered-codec.ts";
import { type GeneratedOrderedBatch, recordsOf } from "./ordered.ts";
import { idOf, orOne, type Stamp, sequenceOf, timeOf } from "./stamp.ts";

/** A change of a row: an insertion has only `after`, a deletion only `before`. */
export interface ChangeInput<Row = unknown> extends Stamp {
  /** Names of the key's columns. Default: "id". */
  readonly key?: readonly string[];
  /** The row before the change. Default: none. */
  readonly before?: Row;
  /** The row after the change. Default: none; `{ id: "1" }` without `before`. */
  readonly after?: Row;
  /** The cloud's name of the table. Default: "table". */
  readonly table?: string;
  /** Default: made of the time and the place in the batch. */
  readonly sequence?: string;
}

const typeOf = (before: unknown, after: unknown): TableChangeType => {
  if (after === undefined) return "polyfn.table.deleted";
  return before === undefined ? "polyfn.table.inserted" : "polyfn.table.updated";
};

function keyOf(row: unknown, columns: readonly string[]): Record<string, unknown> {
  const values = new Map(Object.entries(row ?? {}));
  const missing = columns.find((column) => !values.has(column));
  if (missing === undefined) return Object.fromEntries(columns.map((column) => [column, values.get(column)]));
  throw new UserError(
    `The row has no column "${missing}" of its key; it has ${[...values.keys()].join(", ") || "none"}.`,
    "Give the row that column, or name the columns of the key.",
  );
}

function toRecord(input: ChangeInput, index: number): Plain<TableRecord> {
  const { before, key = ["id"], table: name = "table" } = input;
  const after = input.after ?? (before === undefined ? { id: "1" } : undefined);
  const time = timeOf(input);
  return {
    specversion: "1.0",
    id: idOf(input),
    source: `table/${name}`,
    type: typeOf(before, after),
    time,
    data: { key: keyOf(after ?? before, key), before, after },
    sequence: input.sequence ?? sequenceOf(time, index),
    raw: undefined,
  };
}

/**
 * A batch with a change for each argument, in this order; without arguments, one insertion.
 * @throws UserError for a row without a column of its key.
 */
export const table = <Row = unknown>(
  ...changes: readonly ChangeInput<Row>[]
): GeneratedOrderedBatch<TableRecord<Row>> => recordsOf(orOne(changes).map(toRecord) as Plain<TableRecord<Row>>[]);
