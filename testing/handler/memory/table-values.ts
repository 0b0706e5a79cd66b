import type { AnyRow, RowValue, SortCondition } from "../../../runtime/clients.ts";
import { isPlainObject, kindOf } from "../../../runtime/core/input.ts";
import { isAfter } from "../../../runtime/core/table-input.ts";

/** A checked row as it is stored: a copy, without properties that are undefined, and with 0 for -0. */
export const stored = (row: AnyRow): AnyRow => copy(row) as AnyRow;

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof Set) return new Set([...value].map(copy));
  if (Array.isArray(value)) return value.map(copy);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, copy(part)]));
}

/**
 * A column after an addition. A missing one counts as 0.
 * @throws Error for a column that holds no whole number, which services refuse.
 */
export function added(place: string, column: string, value: RowValue | undefined, amount: number | bigint): RowValue {
  const current = value ?? 0;
  if (typeof current !== "bigint" && !Number.isSafeInteger(current))
    throw new Error(`${place}: add.${column}: the column is ${kindOf(value)}: amounts are added to whole numbers`);
  const sum = BigInt(current as number | bigint) + BigInt(amount);
  return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum;
}

/** True for a value of the sort column that a checked condition asks for. */
export function matchesSort(sort: SortCondition | undefined, value: unknown): boolean {
  if (sort === undefined) return true;
  if (!isPlainObject(sort)) return !isAfter(sort, value) && !isAfter(value, sort);
  const { from, to, prefix } = sort as { from?: unknown; to?: unknown; prefix?: string };
  if (prefix !== undefined) return typeof value === "string" && value.startsWith(prefix);
  return (from === undefined || !isAfter(from, value)) && (to === undefined || !isAfter(value, to));
}
