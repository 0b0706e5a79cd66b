import { invalid } from "./errors.ts";
import type { ChangedColumn, Row, RowChange, TableOptions, Version } from "./model.ts";
import { compareKeys, type KeyBound, type KeyValue, type Value } from "./values.ts";

/** Rows in the order of their keys. */
export class SortedRows {
  readonly #rows: Row[] = [];

  get all(): readonly Row[] {
    return this.#rows;
  }

  get(key: readonly KeyValue[]): Row | undefined {
    const row = this.#rows[this.#place(key)];
    return row && compareKeys(row.key, key) === 0 ? row : undefined;
  }

  set(row: Row): void {
    const at = this.#place(row.key);
    const there = this.#rows[at];
    this.#rows.splice(at, there && compareKeys(there.key, row.key) === 0 ? 1 : 0, row);
  }

  delete(key: readonly KeyValue[]): void {
    const at = this.#place(key);
    const row = this.#rows[at];
    if (row && compareKeys(row.key, key) === 0) this.#rows.splice(at, 1);
  }

  clear(): void {
    this.#rows.length = 0;
  }

  /** Rows from one bound on, towards another without it, upwards or downwards. */
  *range(start: readonly KeyBound[], end: readonly KeyBound[], backward: boolean): Generator<Row> {
    if (backward) {
      // The first row above the start; those at it or below are in the range.
      let at = this.#place(start);
      const first = this.#rows[at];
      if (!first || compareKeys(first.key, start) > 0) at--;
      for (let row = this.#rows[at]; row && compareKeys(row.key, end) > 0; row = this.#rows[--at]) yield row;
      return;
    }
    let at = this.#place(start);
    for (let row = this.#rows[at]; row && compareKeys(row.key, end) < 0; row = this.#rows[++at]) yield row;
  }

  /** Index of the first row that is not below this key. */
  #place(key: readonly KeyBound[]): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.#rows[middle];
      if (row && compareKeys(row.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A row after a change, and the change in the words of streams. Undefined: the row is gone. */
export function applyChange(
  before: Row | undefined,
  change: RowChange,
  { maxVersions }: TableOptions,
  now: number,
): { readonly after: Row | undefined; readonly columns: readonly ChangedColumn[] } {
  if (change.type === "DELETE_ROW") return { after: undefined, columns: [] };
  const kept = change.type === "UPDATE_ROW" && before ? before.columns : new Map<string, Version[]>();
  const columns = new Map([...kept].map(([name, versions]) => [name, [...versions]]));
  const changed: ChangedColumn[] = [];
  for (const cell of change.cells) changed.push(applyCell(columns, cell, now));
  for (const [name, versions] of columns) {
    if (versions.length === 0) columns.delete(name);
    else versions.splice(maxVersions);
  }
  // Removals alone make no row.
  const isMade = before !== undefined || change.type === "PUT_ROW" || changed.some(({ type }) => type === "Put");
  return { after: isMade ? { key: change.key, columns, written: now } : undefined, columns: changed };
}

function applyCell(columns: Map<string, Version[]>, cell: RowChange["cells"][number], now: number): ChangedColumn {
  const { name, operation } = cell;
  const versions = columns.get(name) ?? [];
  if (operation === "deleteAll") {
    columns.delete(name);
    return { name, type: "DeleteAllVersions" };
  }
  if (operation === "deleteOne") {
    if (cell.timestamp === undefined) throw invalid(`The timestamp of the version of ${name} to delete is missing.`);
    columns.set(
      name,
      versions.filter(({ timestamp }) => timestamp !== cell.timestamp),
    );
    return { name, type: "DeleteOneVersion", timestamp: cell.timestamp };
  }
  if (!cell.value) throw invalid(`Column ${name} has no value.`);
  const timestamp = cell.timestamp ?? now;
  const value = operation === "increment" ? incremented(name, versions[0]?.value, cell.value) : cell.value;
  const others = versions.filter((version) => version.timestamp !== timestamp);
  columns.set(
    name,
    [...others, { timestamp, value }].sort((a, b) => b.timestamp - a.timestamp),
  );
  return { name, type: "Put", value, timestamp };
}

function incremented(name: string, before: Value | undefined, by: Value): Value {
  const from = before ?? { type: "integer", value: 0n };
  if (from.type !== "integer" || by.type !== "integer")
    throw invalid(`Column ${name} is no integer to be incremented.`);
  return { type: "integer", value: BigInt.asIntN(64, from.value + by.value) };
}
