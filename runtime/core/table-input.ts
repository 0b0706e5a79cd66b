import type { Query, RowUpdate, SortCondition } from "../clients.ts";
import { SetupError } from "../errors.ts";
import type { TableKey } from "./clients.ts";
import { rowKey } from "./get-batch.ts";
import {
  anything,
  type Check,
  checkFields,
  checkFlag,
  checkItems,
  checkText,
  isPlainObject,
  kindOf,
  mustBe,
  refuse,
  whole,
} from "./input.ts";
import { bytesOf, checkColumns, checkKeyValue, checkName } from "./rows.ts";

type Row = Readonly<Record<string, unknown>>;

/** The key of a table or index, and the keys of a table's indexes by name. */
interface Keys {
  readonly key: TableKey;
  readonly indexes?: Readonly<Record<string, TableKey>>;
}

/** Names and values. */
const MAX_ROW_BYTES = 400 * 1024;

const columnsOf = ({ partition, sort }: TableKey) => (sort ? [partition, sort] : [partition]);
export const keyNames = (key: TableKey): string[] => columnsOf(key).map(({ name }) => name);

/** True if a value of a key comes after another one. Strings are compared by their bytes. */
export const isAfter = (a: unknown, b: unknown): boolean => {
  const bytes = (value: unknown) => Buffer.from(value as string | Uint8Array);
  const isText = typeof a === "string" || a instanceof Uint8Array;
  return isText ? Buffer.compare(bytes(a), bytes(b)) > 0 : (a as number) > (b as number);
};

const CONSISTENT = { consistent: checkFlag };
const CHANGES = { set: anything, add: anything, remove: anything };
const QUERY = {
  index: checkText,
  partition: anything,
  sort: anything,
  limit: whole(1, Number.MAX_SAFE_INTEGER),
  reverse: checkFlag,
  cursor: checkText,
  ...CONSISTENT,
};

/** Checks of a table's clients before anything is sent, the same on every cloud. All throw InvalidInputError. */
export class TableInput {
  readonly #table: string;
  readonly #keys: Keys;

  constructor(name: string, keys: Keys) {
    this.#table = `table "${name}"`;
    this.#keys = keys;
  }

  get(key: Row, options: unknown): void {
    this.#check("get", "key", key, this.#key, options, CONSISTENT);
  }

  getBatch(keys: readonly Row[], options: unknown): void {
    this.#check("getBatch", "keys", keys, eachOf(this.#key), options, CONSISTENT);
  }

  put(row: Row, options: unknown): void {
    this.#check("put", "row", row, this.#row, options, { ifAbsent: checkFlag });
  }

  putBatch(rows: readonly Row[]): void {
    this.#check("putBatch", "rows", rows, eachOf(this.#row));
  }

  delete(key: Row): void {
    this.#check("delete", "key", key, this.#key);
  }

  deleteBatch(keys: readonly Row[]): void {
    this.#check("deleteBatch", "keys", keys, eachOf(this.#key));
  }

  update(key: Row, changes: RowUpdate<Record<string, unknown>>): void {
    const place = `update of ${this.#table}`;
    this.#key(place, "key", key);
    checkFields(place, "changes", changes, CHANGES, true);
    const { set = {}, add = {}, remove = [] } = changes;
    checkColumns(place, "set", set);
    this.#columns(place, "set", set);
    if (!isPlainObject(add)) mustBe(place, "add", add, "a plain object");
    const given = (columns: object) => Object.entries(columns).flatMap(([name, v]) => (v === undefined ? [] : [name]));
    for (const name of given(add)) {
      checkName(place, "add", name);
      checkAmount(place, `add.${name}`, add[name]);
    }
    checkItems(place, "remove", remove, (_, path, name) => checkName(place, path, name));
    const seen = new Set(keyNames(this.#keys.key));
    for (const name of [...given(set), ...given(add), ...remove]) {
      if (seen.has(name)) refuse(place, name, "is of the key, or changed twice");
      seen.add(name);
    }
  }

  /** The key of the queried table or index. Throws a SetupError if there is no such index. */
  query<K extends TableKey>(query: Query, keys: Keys & { indexes?: Readonly<Record<string, K>> }): TableKey | K {
    const place = `query of ${this.#table}`;
    checkFields(place, "query", query, QUERY, true);
    const { index, partition, sort, consistent } = query;
    const key =
      index === undefined ? keys.key : Object.hasOwn(keys.indexes ?? {}, index) ? keys.indexes?.[index] : undefined;
    if (key === undefined) {
      const names = Object.keys(keys.indexes ?? {}).join(", ") || "none";
      throw new SetupError(`${this.#table} has no index "${index}". It has: ${names}`);
    }
    if (index !== undefined && consistent) refuse(place, "consistent", "is for the primary key: indexes follow it");
    checkKeyValue(place, "partition", partition, key.partition.type);
    if (sort !== undefined) checkSort(place, sort, key);
    return key;
  }

  /**
   * The key in a query's cursor; undefined without one. Cursors may come from callers: one of another partition would read
   * rows outside of the query, and one of the other order would repeat rows on one cloud and not on another.
   * @param read Reads the key's text.
   */
  cursor({ cursor, partition, reverse }: Query, { partition: { name } }: TableKey, read: (text: string) => Row) {
    if (cursor === undefined) return undefined;
    try {
      const text = Buffer.from(cursor, "base64url").toString();
      const key = read(text.slice(1));
      if (text.startsWith(orderOf(reverse)) && rowKey(key, [name]) === rowKey({ [name]: partition }, [name]))
        return key;
    } catch {
      // No cursor at all.
    }
    return refuse(`query of ${this.#table}`, "cursor", "is of another query");
  }

  #check(method: string, path: string, value: unknown, check: Check, options: unknown = {}, fields = {}): void {
    const place = `${method} of ${this.#table}`;
    check(place, path, value);
    checkFields(place, "options", options, fields, true);
  }

  /** A row to write. */
  readonly #row: Check = (place, path, row) => {
    checkColumns(place, path, row);
    this.#keyColumns(place, path, row as Row);
    this.#columns(place, path, row as Row);
  };

  /** The key of a row to read, change or delete. */
  readonly #key: Check = (place, path, key) => {
    checkColumns(place, path, key);
    const names = keyNames(this.#keys.key);
    const other = Object.keys(key as Row).find((name) => !names.includes(name));
    if (other !== undefined) refuse(place, `${path}.${other}`, `is not of the key, which is ${names.join(", ")}`);
    this.#keyColumns(place, path, key as Row);
  };

  #keyColumns(place: string, path: string, row: Row): void {
    for (const { name, type } of columnsOf(this.#keys.key)) checkKeyValue(place, `${path}.${name}`, row[name], type);
  }

  /** A row without an index's columns is not in the index; one that has them must have the right ones. */
  #columns(place: string, path: string, row: Row): void {
    for (const { name, type } of Object.values(this.#keys.indexes ?? {}).flatMap(columnsOf)) {
      if (row[name] !== undefined) checkKeyValue(place, `${path}.${name}`, row[name], type);
    }
    const bytes = bytesOf(row);
    if (bytes > MAX_ROW_BYTES) refuse(place, path, `has about ${bytes} bytes: a row has at most ${MAX_ROW_BYTES}`);
  }
}

const eachOf =
  (check: Check): Check =>
  (place, path, items) =>
    checkItems(place, path, items, check);

function checkAmount(place: string, path: string, amount: unknown): void {
  const isWhole = typeof amount === "bigint" || Number.isSafeInteger(amount);
  if (isWhole && BigInt.asIntN(64, BigInt(amount as number)) === BigInt(amount as number)) return;
  refuse(place, path, `is ${kindOf(amount)}: whole numbers of at most 64 bits can be added`);
}

function checkSort(place: string, sort: SortCondition, { sort: column }: TableKey): void {
  if (column === undefined) refuse(place, "sort", "is for keys that have a sort column");
  const check: Check = (_, path, value) => checkKeyValue(place, path, value, column.type);
  if (!isPlainObject(sort)) {
    check(place, "sort", sort);
    return;
  }
  checkFields(place, "sort", sort, { from: check, to: check, prefix: anything });
  const { from, to, prefix } = sort as { from?: unknown; to?: unknown; prefix?: unknown };
  if (from !== undefined && to !== undefined && isAfter(from, to)) refuse(place, "sort.from", "comes after to");
  if (prefix === undefined) return;
  if (from !== undefined || to !== undefined) refuse(place, "sort.prefix", "is for conditions without from and to");
  if (typeof prefix !== "string") mustBe(place, "sort.prefix", prefix, "a string that is not empty");
  check(place, "sort.prefix", prefix);
}

const orderOf = (reverse: boolean | undefined): string => (reverse ? "<" : ">");

/** The cursor of a query's next page. `key` is the text of the key that leads there, undefined after the last page. */
export const toCursor = ({ reverse }: Query, key: string | undefined): string | undefined =>
  key && Buffer.from(orderOf(reverse) + key).toString("base64url");
