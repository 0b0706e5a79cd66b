import type { AnyRow, Page, Query, RowUpdate, RowValue, TableReader, TableWriter } from "../../../runtime/clients.ts";
import type { TableKey } from "../../../runtime/core/clients.ts";
import { rowKey } from "../../../runtime/core/get-batch.ts";
import { isAfter, keyNames, TableInput, toCursor } from "../../../runtime/core/table-input.ts";
import { ConditionError } from "../../../runtime/errors.ts";
import type { MemoryStore, StoreFactory } from "./store.ts";
import { packKey, unpackKey } from "./table-cursor.ts";
import { added, matchesSort, stored } from "./table-values.ts";

interface Binding {
  readonly key: TableKey;
  readonly indexes: Readonly<Record<string, TableKey>>;
  readonly ttl?: string | undefined;
}

/** The rows of a table by the text of their keys. */
class MemoryTable implements TableReader<AnyRow, AnyRow>, TableWriter<AnyRow, AnyRow> {
  readonly #rows = new Map<string, AnyRow>();
  readonly #input: TableInput;

  constructor(
    readonly name: string,
    private readonly binding: Binding,
    private readonly pageSize = Number.POSITIVE_INFINITY,
  ) {
    this.#input = new TableInput(name, binding);
  }

  get: TableReader["get"] = async (key, options = {}) => {
    this.#input.get(key, options);
    return this.#find(key);
  };

  getBatch: TableReader["getBatch"] = async (keys, options = {}) => {
    this.#input.getBatch(keys, options);
    return keys.map((key) => this.#find(key));
  };

  put: TableWriter["put"] = async (row, options = {}) => {
    this.#input.put(row, options);
    if (options.ifAbsent && this.#find(row))
      throw new ConditionError(`table "${this.name}" already has a row with this key`);
    this.#store(row);
  };

  putBatch: TableWriter["putBatch"] = async (rows) => {
    this.#input.putBatch(rows);
    for (const row of rows) this.#store(row);
  };

  delete: TableWriter["delete"] = async (key) => {
    this.#input.delete(key);
    this.#rows.delete(this.#keyOf(key));
  };

  deleteBatch: TableWriter["deleteBatch"] = async (keys) => {
    this.#input.deleteBatch(keys);
    for (const key of keys) this.#rows.delete(this.#keyOf(key));
  };

  update: TableWriter["update"] = async (key, changes) => {
    this.#input.update(key, changes);
    const { set = {}, add = {}, remove = [] }: RowUpdate<Record<string, RowValue>> = changes;
    const row: Record<string, AnyRow[string]> = { ...key, ...this.#find(key), ...stored(set) };
    for (const [column, amount] of Object.entries(add)) {
      if (amount !== undefined) row[column] = added(`update of table "${this.name}"`, column, row[column], amount);
    }
    for (const column of remove) delete row[column];
    this.#store(row);
    return stored(row);
  };

  query: TableReader["query"] = async (asked: Query): Promise<Page<AnyRow>> => {
    const { partition, sort, limit = this.pageSize, reverse = false } = asked;
    const key = this.#input.query(asked, this.binding);
    const start = this.#input.cursor(asked, key, unpackKey);
    const columns = [...new Set([...keyNames(key), ...keyNames(this.binding.key)])];
    const wanted = rowKey({ [key.partition.name]: partition }, [key.partition.name]);
    const order = (a: Columns, b: Columns): number => compareBy(columns, a, b) * (reverse ? -1 : 1);
    const rows = this.#alive()
      .filter((row) => keyNames(key).every((column) => row[column] !== undefined))
      .filter((row) => rowKey(row, [key.partition.name]) === wanted)
      .filter((row) => key.sort === undefined || matchesSort(sort, row[key.sort.name]))
      .sort(order)
      .filter((row) => start === undefined || order(row, start) > 0);
    const page = rows.slice(0, Math.min(limit, this.pageSize));
    const last = rows.length > page.length ? page.at(-1) : undefined;
    const cursor = toCursor(asked, last && packKey(columns.map((column) => [column, last[column]])));
    return { rows: page.map(stored), ...(cursor !== undefined && { cursor }) };
  };

  snapshot(): readonly AnyRow[] {
    return this.#alive()
      .map(stored)
      .sort((a, b) => compareBy(keyNames(this.binding.key), a, b));
  }

  clear(): void {
    this.#rows.clear();
  }

  #keyOf(row: AnyRow): string {
    return rowKey(row, keyNames(this.binding.key));
  }

  #store(row: AnyRow): void {
    this.#rows.set(this.#keyOf(row), stored(row));
  }

  #find(key: AnyRow): AnyRow | undefined {
    const row = this.#rows.get(this.#keyOf(key));
    return row && this.#isAlive(row) ? stored(row) : undefined;
  }

  #alive(): AnyRow[] {
    return [...this.#rows.values()].filter((row) => this.#isAlive(row));
  }

  /** A row whose time is over counts as deleted. */
  #isAlive(row: AnyRow): boolean {
    const end = row[this.binding.ttl ?? ""];
    return typeof end !== "number" || end * 1000 > Date.now();
  }
}

type Columns = Readonly<Record<string, unknown>>;

function compareBy(columns: readonly string[], a: Columns, b: Columns): number {
  for (const column of columns) {
    if (isAfter(a[column], b[column])) return 1;
    if (isAfter(b[column], a[column])) return -1;
  }
  return 0;
}

export const rowsStore: StoreFactory<"table"> = ({ name, spec: { key, indexes, ttl } }, { pageSize }): MemoryStore => {
  const table = new MemoryTable(name, { key, indexes, ttl }, pageSize);
  return { client: () => table, snapshot: () => table.snapshot(), clear: () => table.clear() };
};
