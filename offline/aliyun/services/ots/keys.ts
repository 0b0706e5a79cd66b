import { invalid, invalidKey } from "./errors.ts";
import type { KeyColumn } from "./model.ts";
import type { WireCell } from "./plain-buffer/format.ts";
import { isValue, type KeyBound, type KeyValue } from "./values.ts";

/**
 * The primary key in a row's cells, compared with the table's; columns that fill themselves get their value here.
 * @throws ApiError OTSInvalidPK
 */
export function readKey(cells: readonly WireCell[], columns: readonly KeyColumn[], auto?: () => bigint): KeyValue[] {
  return readBounds(cells, columns).map((bound, i): KeyValue => {
    if (isValue(bound)) return bound;
    const column = columns[i];
    if (bound.type === "auto" && column?.auto && auto) return { type: "integer", value: auto() };
    throw invalidKey(`The value of ${column?.name ?? "a column of the primary key"} can't be ${bound.type}.`);
  });
}

/** The same, for the ends of ranges: INF_MIN and INF_MAX are values, too. */
export function readBounds(cells: readonly WireCell[], columns: readonly KeyColumn[]): KeyBound[] {
  if (cells.length !== columns.length) {
    throw invalidKey(`Validate PK size fail. Input: ${cells.length}, Meta: ${columns.length}.`);
  }
  return columns.map((column, i) => readBound(column, cells[i]));
}

function readBound(column: KeyColumn, cell: WireCell | undefined): KeyBound {
  if (cell?.name !== column.name) {
    throw invalidKey(`Validate PK name fail. Input: ${cell?.name ?? ""}, Meta: ${column.name}.`);
  }
  const { value } = cell;
  if (!value) throw invalidKey(`Column ${column.name} of the primary key has no value.`);
  if (value.type === "min" || value.type === "max" || value.type === "auto") return value;
  if (value.type === column.type) return value as KeyValue;
  throw invalidKey(`Validate PK type fail. Input: ${value.type}, Meta: ${column.type}.`);
}

/** The columns of a table's primary key as they were asked for. @throws ApiError OTSParameterInvalid */
export function checkSchema(columns: readonly KeyColumn[]): void {
  if (columns.length < 1 || columns.length > 4) throw invalid("The number of primary key columns must be 1 to 4.");
  for (const [i, { name, type, auto }] of columns.entries()) {
    if (!/^[A-Za-z_]\w{0,254}$/.test(name)) throw invalid(`Invalid primary key column name: '${name}'.`);
    if (columns.findIndex((other) => other.name === name) !== i)
      throw invalid(`Duplicated primary key name: '${name}'.`);
    if (auto && (i === 0 || type !== "integer")) {
      throw invalid("AUTO_INCREMENT is for columns of type INTEGER behind the first.");
    }
  }
}
