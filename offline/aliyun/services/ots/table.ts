import { conditionFailed, invalid, invalidKey } from "./errors.ts";
import type { Filter } from "./filter.ts";
import type { Change, DefinedColumn, IndexMeta, KeyColumn, Row, RowChange, StreamInfo, TableOptions } from "./model.ts";
import { applyChange, SortedRows } from "./rows.ts";
import { compareKeys, type KeyValue, sizeOf, type Value } from "./values.ts";

export interface Condition {
  readonly row_existence: "IGNORE" | "EXPECT_EXIST" | "EXPECT_NOT_EXIST";
  readonly filter?: Filter;
}

export interface TableFacts {
  readonly name: string;
  readonly key: readonly KeyColumn[];
  defined: DefinedColumn[];
  options: TableOptions;
  throughput: { read: number; write: number };
  /** Milliseconds. */
  throughputChanged: number;
  stream?: StreamInfo;
  readonly encryption?: object;
  indexes: IndexMeta[];
}

/** The result of a write. */
export interface Written {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  readonly change: Change;
}

const HOUR = 3_600_000;

/** A table: its rows, and what was changed of them lately. */
export class Table {
  readonly facts: TableFacts;
  readonly rows = new SortedRows();
  changes: Change[] = [];
  /** Number of the next change. */
  next = 0;
  #lastAuto = 0n;

  constructor(facts: TableFacts) {
    this.facts = facts;
  }

  /** A row as it is now: without what is too old. */
  get(key: readonly KeyValue[], now: number): Row | undefined {
    const row = this.rows.get(key);
    return row && this.alive(row, now);
  }

  /** The row without values whose time is over; undefined if that was all of it. */
  alive(row: Row, now: number): Row | undefined {
    const { ttl } = this.facts.options;
    if (ttl === -1) return row;
    const oldest = now - ttl * 1000;
    const columns = new Map(
      [...row.columns]
        .map(([name, versions]) => [name, versions.filter(({ timestamp }) => timestamp > oldest)] as const)
        .filter(([, versions]) => versions.length > 0),
    );
    return columns.size > 0 || row.written > oldest ? { ...row, columns } : undefined;
  }

  /** Does it, or says why not. @throws ApiError OTSConditionCheckFail, OTSParameterInvalid */
  write(change: RowChange, condition: Condition, now: number): Written {
    const before = this.get(change.key, now);
    checkCondition(before, condition);
    this.#checkCells(change, now);
    const { after, columns } = applyChange(before, change, this.facts.options, now);
    if (after) this.rows.set(after);
    else this.rows.delete(change.key);
    const key = this.facts.key.flatMap(({ name }, i) => {
      const value = change.key[i];
      return value ? [{ name, value }] : [];
    });
    const record: Change = { number: this.next++, time: now, type: change.type, key, columns };
    if (this.facts.stream) this.changes.push(record);
    this.#expireChanges(now);
    return { before, after, change: record };
  }

  /** The next number of a column that the service fills itself. */
  auto(now: number): bigint {
    const wanted = BigInt(now) * 1000n;
    this.#lastAuto = wanted > this.#lastAuto ? wanted : this.#lastAuto + 1n;
    return this.#lastAuto;
  }

  #expireChanges(now: number): void {
    const oldest = now - (this.facts.stream?.expiration ?? 0) * HOUR;
    const kept = this.changes.findIndex(({ time }) => time >= oldest);
    if (kept > 0) this.changes.splice(0, kept);
  }

  #checkCells({ type, cells, key }: RowChange, now: number): void {
    const { deviation, allowUpdate, maxVersions } = this.facts.options;
    if (type === "UPDATE_ROW" && !allowUpdate) throw invalid("The table does not allow update.");
    if (cells.length > 1024) throw invalid(`The number of columns of a row is ${cells.length}; 1024 are allowed.`);
    const names = new Set(this.facts.key.map(({ name }) => name));
    for (const { name, value, timestamp, operation } of cells) {
      if (!/^[A-Za-z_][\w\-./]{0,254}$/.test(name)) throw invalid(`Invalid column name: '${name}'.`);
      if (names.has(name)) throw invalid(`Column ${name} is a column of the primary key.`);
      if (value) this.#checkValue(name, value);
      if (timestamp === undefined || operation === "deleteOne") continue;
      if (maxVersions > 0 && Math.abs(timestamp - now) > deviation * 1000) {
        throw invalid(`Timestamp ${timestamp} of column ${name} is further from now than ${deviation} seconds.`);
      }
    }
    for (const value of key) {
      if (sizeOf(value) > 1024) throw invalidKey("The length of a column of the primary key exceeds 1024 bytes.");
    }
  }

  #checkValue(name: string, value: Value): void {
    if (sizeOf(value) > 2 * 1024 * 1024) throw invalid(`The value of column ${name} exceeds 2 MB.`);
    const defined = this.facts.defined.find((column) => column.name === name);
    if (defined && TYPE_OF[defined.type] !== value.type) {
      throw invalid(`Column ${name} is defined as ${TYPE_OF[defined.type]}, not as ${value.type}.`);
    }
  }
}

export const TYPE_OF = {
  DCT_INTEGER: "integer",
  DCT_DOUBLE: "double",
  DCT_BOOLEAN: "boolean",
  DCT_STRING: "string",
  DCT_BLOB: "binary",
} as const satisfies Record<DefinedColumn["type"], Value["type"]>;

function checkCondition(row: Row | undefined, { row_existence: existence, filter }: Condition): void {
  if (existence === "EXPECT_EXIST" && !row) throw conditionFailed();
  if (existence === "EXPECT_NOT_EXIST" && row) throw conditionFailed();
  if (filter && !filter.matches(row?.columns ?? new Map())) throw conditionFailed();
}

export const sameKey = (a: readonly KeyValue[], b: readonly KeyValue[]): boolean => compareKeys(a, b) === 0;
