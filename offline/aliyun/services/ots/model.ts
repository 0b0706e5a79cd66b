import type { KeyType, KeyValue, Value } from "./values.ts";

export interface KeyColumn {
  readonly name: string;
  readonly type: KeyType;
  /** The service chooses the value: a number that grows. */
  readonly auto?: boolean;
}

export type DefinedType = "DCT_INTEGER" | "DCT_DOUBLE" | "DCT_BOOLEAN" | "DCT_STRING" | "DCT_BLOB";

export interface DefinedColumn {
  readonly name: string;
  readonly type: DefinedType;
}

/** Time to live of values, and number of versions kept of a column. */
export interface TableOptions {
  /** Seconds; -1 is for ever. */
  ttl: number;
  maxVersions: number;
  /** Seconds that the version of a value may be off from now. */
  deviation: number;
  allowUpdate: boolean;
}

export interface IndexMeta {
  readonly name: string;
  readonly primary_key: readonly string[];
  readonly defined_column: readonly string[];
  readonly index_update_mode: string;
  readonly index_type: string;
}

export interface StreamInfo {
  readonly id: string;
  /** Hours that changes are kept. */
  expiration: number;
  /** Milliseconds. */
  readonly enabled: number;
}

export interface Row {
  readonly key: readonly KeyValue[];
  readonly columns: Map<string, Version[]>;
  /** When it was last written; milliseconds. */
  written: number;
}

/** One value of a column; the newest comes first. */
export interface Version {
  /** Milliseconds. */
  readonly timestamp: number;
  readonly value: Value;
}

export type ChangeType = "PUT_ROW" | "UPDATE_ROW" | "DELETE_ROW";

/** A change of a row, as streams hand it on: what was done, not what was there before. */
export interface Change {
  /** Counts the changes of a table, from 0. */
  readonly number: number;
  /** Milliseconds. */
  readonly time: number;
  readonly type: ChangeType;
  readonly key: readonly { readonly name: string; readonly value: KeyValue }[];
  readonly columns: readonly ChangedColumn[];
}

export interface ChangedColumn {
  readonly name: string;
  readonly type: "Put" | "DeleteOneVersion" | "DeleteAllVersions";
  readonly value?: Value;
  readonly timestamp?: number;
}

/** A requested change of a row. */
export interface RowChange {
  readonly type: ChangeType;
  readonly key: readonly KeyValue[];
  readonly cells: readonly {
    readonly name: string;
    readonly value?: Value;
    readonly operation?: "deleteAll" | "deleteOne" | "increment";
    readonly timestamp?: number;
  }[];
}
