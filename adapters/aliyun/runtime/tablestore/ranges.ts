import type { SortCondition } from "../../../../runtime/clients.ts";
import type { TableKey } from "../../../../runtime/core/clients.ts";
import { isPlainObject } from "../../../../runtime/core/input.ts";
import type { Range } from "./operations.ts";
import { type Cell, type Columns, type KeyCell, MAX, MIN } from "./plain-buffer.ts";
import { toCell } from "./values.ts";

/** The range of a query and its order. Rows at the ends may be outside of the query; `judge` decides. */
export interface Span extends Omit<Range, "limit"> {
  /** "end": neither this row nor any after it. "skip": not this one. */
  judge(sort: Cell): "take" | "skip" | "end";
}

interface Bounds {
  /** Included. */
  readonly from?: Cell | undefined;
  /** Included. */
  readonly to?: Cell | undefined;
  /** Not included, in place of `to`. */
  readonly before?: Cell | undefined;
}

/**
 * The range of keys for a condition. `key` are the columns that the condition is about, `rest` those that follow them in
 * the primary key: an index's key ends with its table's.
 */
export function spanOf(
  key: TableKey,
  rest: readonly string[],
  asked: { readonly partition: unknown; readonly sort?: SortCondition | undefined; readonly reverse: boolean },
): Span {
  const { from, to, before } = key.sort === undefined ? {} : boundsOf(asked.sort);
  const at = (sort: KeyCell, others: KeyCell): Columns<KeyCell> => [
    [key.partition.name, toCell(asked.partition)],
    ...(key.sort ? [[key.sort.name, sort] as const] : []),
    ...rest.map((name) => [name, others] as const),
  ];
  const lower = at(from ?? MIN, MIN);
  const upper = before === undefined ? at(to ?? MAX, MAX) : at(before, MIN);
  const isLow = (sort: Cell) => from !== undefined && compare(sort, from) < 0;
  const isHigh = (sort: Cell) =>
    (to !== undefined && compare(sort, to) > 0) || (before !== undefined && compare(sort, before) >= 0);
  const judge = (sort: Cell) => {
    if (asked.reverse ? isLow(sort) : isHigh(sort)) return "end";
    return asked.reverse ? (isHigh(sort) ? "skip" : "take") : isLow(sort) ? "skip" : "take";
  };
  // The second end of a range isn't part of it. Among whole keys there is always a next one, but not always one before.
  const isWhole = rest.length === 0;
  if (!asked.reverse) {
    const end = isWhole && to !== undefined ? at(next(to), MAX) : upper;
    return { start: lower, end, backward: false, judge };
  }
  return { start: upper, end: isWhole ? at(MIN, MIN) : lower, backward: true, judge };
}

/** The least value that is greater, of the same type. */
function next(value: Cell): KeyCell {
  if (typeof value === "bigint") return value === 2n ** 63n - 1n ? MAX : value + 1n;
  return value instanceof Uint8Array ? Uint8Array.of(...value, 0) : `${String(value)}\0`;
}

function boundsOf(sort: SortCondition | undefined): Bounds {
  if (sort === undefined) return {};
  if (!isPlainObject(sort)) return { from: toCell(sort), to: toCell(sort) };
  const { from, to, prefix } = sort as { from?: unknown; to?: unknown; prefix?: unknown };
  if (typeof prefix === "string") return { from: prefix, before: successor(prefix) };
  return { from: from === undefined ? from : toCell(from), to: to === undefined ? to : toCell(to) };
}

/** The least text that is greater than every text with this prefix; there is none after the greatest character. */
function successor(prefix: string): string | undefined {
  const points = [...prefix].map((char) => char.codePointAt(0) ?? 0);
  for (let point = points.pop(); point !== undefined; point = points.pop()) {
    if (point === 0x10ffff) continue;
    // Halves of characters are no text.
    const next = point === 0xd7ff ? 0xe000 : point + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}

/** Order of two values of one type, as Tablestore has it: texts by their bytes. */
export function compare(a: Cell, b: Cell): number {
  if (typeof a === "bigint" && typeof b === "bigint") return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(bytesOf(a), bytesOf(b));
}

const bytesOf = (value: Cell): Uint8Array => (value instanceof Uint8Array ? value : Buffer.from(String(value)));
