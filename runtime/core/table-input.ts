import type { Query, RowUpdate, SortCondition } from "../clients.ts";
import { SetupError } from "../errors.ts";
import type { TableKey } from "./clients.ts";
import { rowKey } from "./get-batch.ts";
import { checkWhole, isPlainObject, refuse } from "./input.ts";
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

/** Whether a value of a key comes after another one: strings by their bytes. */
const isAfter = (a: unknown, b: unknown): boolean => {
  const bytes = (value: unknown) => Buffer.from(value as string | Uint8Array);
  const isText = typeof a === "string" || a instanceof Uint8Array;
  return isText ? Buffer.compare(bytes(a), bytes(b)) > 0 : (a as number) > (b as number);
};

/** What a table's clients check before anything is sent, the same on every cloud. All throw InvalidInputError. */
export class TableInput {
  readonly #place: string;
  readonly #keys: Keys;

  constructor(name: string, keys: Keys) {
    this.#place = `table "${name}"`;
    this.#keys = keys;
  }

  /** A row to write. */
  row(row: Row, path = "row"): void {
    checkColumns(this.#place, path, row);
    this.#keyColumns(row, path);
    this.#indexColumns(row, path);
    const bytes = bytesOf(row);
    if (bytes > MAX_ROW_BYTES)
      refuse(this.#place, path, `has about ${bytes} bytes: a row has at most ${MAX_ROW_BYTES}`);
  }

  /** The key of a row to read, change or delete. */
  key(key: Row, path = "key"): void {
    checkColumns(this.#place, path, key);
    const names = keyNames(this.#keys.key);
    const other = Object.keys(key).find((name) => !names.includes(name));
    if (other !== undefined) refuse(this.#place, `${path}.${other}`, `is not of the key, which is ${names.join(", ")}`);
    this.#keyColumns(key, path);
  }

  update(key: Row, { set = {}, add = {}, remove = [] }: RowUpdate<Record<string, unknown>>): void {
    this.key(key);
    checkColumns(this.#place, "set", set);
    this.#indexColumns(set, "set");
    const given = (columns: object) => Object.entries(columns).flatMap(([name, v]) => (v === undefined ? [] : [name]));
    for (const name of given(add)) this.#amount(name, add[name]);
    for (const name of [...given(add), ...remove]) checkName(this.#place, "the change", name);
    const seen = new Set(keyNames(this.#keys.key));
    for (const name of [...given(set), ...given(add), ...remove]) {
      if (seen.has(name)) refuse(this.#place, name, "is of the key, or changed twice");
      seen.add(name);
    }
  }

  /** The key that a query looks at. Throws a SetupError where there is no such index. */
  query<K extends TableKey>(
    { index, partition, sort, limit, consistent }: Query,
    keys: Keys & { indexes?: Readonly<Record<string, K>> },
  ): TableKey | K {
    const key = index === undefined ? keys.key : keys.indexes?.[index];
    if (key === undefined) {
      const names = Object.keys(keys.indexes ?? {}).join(", ") || "none";
      throw new SetupError(`${this.#place} has no index "${index}". It has: ${names}`);
    }
    if (index !== undefined && consistent)
      refuse(this.#place, "consistent", "is for the primary key: indexes follow it");
    checkWhole(this.#place, "limit", limit, 1, Number.MAX_SAFE_INTEGER);
    checkKeyValue(this.#place, "partition", partition, key.partition.type);
    if (sort !== undefined) this.#sort(sort, key);
    return key;
  }

  /**
   * The key that a query's cursor names, undefined without one. A cursor may come from a stranger, and one of another
   * partition would lead out of the query.
   * @param read Reads the cursor's text.
   */
  cursor({ cursor, partition }: Query, { partition: { name } }: TableKey, read: (text: string) => Row) {
    if (cursor === undefined) return undefined;
    try {
      const key = read(Buffer.from(cursor, "base64url").toString());
      if (rowKey(key, [name]) === rowKey({ [name]: partition }, [name])) return key;
    } catch {
      // No cursor at all.
    }
    return refuse(this.#place, "cursor", "is of another query");
  }

  #keyColumns(row: Row, path: string): void {
    for (const { name, type } of columnsOf(this.#keys.key))
      checkKeyValue(this.#place, `${path}.${name}`, row[name], type);
  }

  /** A row without an index's columns is not in the index; one that has them must have the right ones. */
  #indexColumns(row: Row, path: string): void {
    for (const { name, type } of Object.values(this.#keys.indexes ?? {}).flatMap(columnsOf)) {
      if (row[name] !== undefined) checkKeyValue(this.#place, `${path}.${name}`, row[name], type);
    }
  }

  #amount(name: string, amount: number | bigint | undefined): void {
    const isWhole = typeof amount === "bigint" || Number.isSafeInteger(amount);
    if (isWhole && BigInt.asIntN(64, BigInt(amount as number)) === BigInt(amount as number)) return;
    refuse(this.#place, `add.${name}`, `is ${String(amount)}: whole numbers of at most 64 bits can be added`);
  }

  #sort(sort: SortCondition, { sort: column }: TableKey): void {
    if (column === undefined) refuse(this.#place, "sort", "is for keys that have a sort column");
    if (!isPlainObject(sort)) {
      checkKeyValue(this.#place, "sort", sort, column.type);
      return;
    }
    const { from, to, prefix, ...others } = sort as { from?: unknown; to?: unknown; prefix?: unknown };
    const [other] = Object.keys(others);
    if (other !== undefined) refuse(this.#place, `sort.${other}`, "is unknown: use from, to or prefix");
    if (from !== undefined) checkKeyValue(this.#place, "sort.from", from, column.type);
    if (to !== undefined) checkKeyValue(this.#place, "sort.to", to, column.type);
    if (from !== undefined && to !== undefined && isAfter(from, to)) refuse(this.#place, "sort.from", "comes after to");
    if (prefix === undefined) return;
    if (from !== undefined || to !== undefined)
      refuse(this.#place, "sort.prefix", "is for conditions without from and to");
    if (typeof prefix !== "string" || prefix === "")
      refuse(this.#place, "sort.prefix", "must be a string that is not empty");
    checkKeyValue(this.#place, "sort.prefix", prefix, column.type);
  }
}
