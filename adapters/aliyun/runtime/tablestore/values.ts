import { packJson, toNumber, unpackJson } from "../../../../runtime/core/pack-json.ts";
import { isBytes } from "../../../../runtime/core/rows.ts";
import type { Cell, Columns } from "./plain-buffer.ts";

/**
 * JavaScript values in Tablestore's columns. Texts, booleans and bytes are kept as such; whole numbers as INTEGER where
 * they are exact, other numbers as DOUBLE. Everything else (null, lists, objects, sets, larger bigints) is kept as text: this
 * prefix, then JSON. A text that happens to begin so is kept as JSON too.
 */
export const PREFIX = "polyfn:json:";

const LIMIT = 2n ** 63n;
const fits = (value: bigint): boolean => value >= -LIMIT && value < LIMIT;

export function toCell(value: unknown): Cell {
  switch (typeof value) {
    case "string":
      return value.startsWith(PREFIX) ? PREFIX + JSON.stringify(value) : value;
    case "boolean":
      return value;
    case "bigint":
      return fits(value) ? value : PREFIX + packJson(value);
    case "number":
      // Minus zero becomes 0.
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    default:
      return isBytes(value) ? new Uint8Array(value) : PREFIX + packJson(value);
  }
}

export function fromCell(cell: Cell): unknown {
  if (typeof cell === "bigint") return toNumber(cell);
  return typeof cell === "string" && cell.startsWith(PREFIX) ? unpackJson(cell.slice(PREFIX.length)) : cell;
}

export const toColumns = (row: Readonly<Record<string, unknown>>): Columns =>
  Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, toCell(value)] as const]));

export const fromColumns = (columns: Columns): Record<string, unknown> =>
  // Not built by assignment: a column may be called __proto__.
  Object.fromEntries(columns.map(([name, cell]) => [name, fromCell(cell)]));
