import { invalid } from "./errors.ts";
import { type Filter, readFilter } from "./filter.ts";
import type { Row, TableOptions, Version } from "./model.ts";
import type { WireCell, WireRow } from "./plain-buffer/format.ts";
import { isColumnValue } from "./plain-buffer/read.ts";
import type { Table } from "./table.ts";
import { sizeOf } from "./values.ts";

/** A reader's selection of columns and rows; field names as in the messages. */
export interface WireSelection {
  readonly columns_to_get?: readonly string[];
  readonly time_range?: { readonly start_time?: number; readonly end_time?: number; readonly specific_time?: number };
  readonly max_versions?: number;
  readonly filter?: Buffer;
  readonly start_column?: string;
  readonly end_column?: string;
}

/** A row as a reader gets it: undefined where nothing of it is wanted. */
export type Selection = (row: Row) => WireRow | undefined;

/** @throws ApiError OTSParameterInvalid */
export function compileSelection({ facts }: Table, wire: WireSelection): Selection {
  if (wire.max_versions === undefined && wire.time_range === undefined) {
    throw invalid("No version condition is specified while querying row.");
  }
  const most = wire.max_versions ?? Number.POSITIVE_INFINITY;
  if (most < 1) throw invalid("Invalid max versions: it must be positive.");
  const filter = wire.filter && wire.filter.length > 0 ? readFilter(wire.filter) : undefined;
  const isWanted = columnTest(wire);
  const wantsKey = facts.key.some(({ name }) => wire.columns_to_get?.includes(name));
  const isChosen = (wire.columns_to_get?.length ?? 0) > 0 || wire.start_column !== undefined;
  return (row) => {
    if (filter && !filter.matches(row.columns)) return undefined;
    const columns = [...row.columns]
      .filter(([name]) => isWanted(name))
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map(([name, versions]) => [name, versionsIn(versions, wire.time_range).slice(0, most)] as const)
      .filter(([, versions]) => versions.length > 0);
    const shown = paged(columns, filter);
    if (isChosen && shown.length === 0 && !wantsKey) return undefined;
    return { key: keyCells(facts.key, row), columns: shown.flatMap(columnCells) };
  };
}

type Columns = readonly (readonly [name: string, versions: readonly Version[]])[];

const paged = (columns: Columns, filter: Filter | undefined): Columns =>
  filter?.page ? columns.slice(filter.page.offset, filter.page.offset + filter.page.limit) : columns;

function columnTest({ columns_to_get: names = [], start_column: from, end_column: to }: WireSelection) {
  return (name: string): boolean =>
    (names.length === 0 || names.includes(name)) && (!from || name >= from) && (!to || name < to);
}

function versionsIn(versions: readonly Version[], range: WireSelection["time_range"]): readonly Version[] {
  if (!range) return versions;
  if (range.specific_time !== undefined) return versions.filter(({ timestamp }) => timestamp === range.specific_time);
  const { start_time: start = 0, end_time: end = Number.POSITIVE_INFINITY } = range;
  return versions.filter(({ timestamp }) => timestamp >= start && timestamp < end);
}

export const keyCells = (columns: readonly { readonly name: string }[], { key }: Pick<Row, "key">): WireCell[] =>
  columns.flatMap(({ name }, i) => {
    const value = key[i];
    return value ? [{ name, value }] : [];
  });

const columnCells = ([name, versions]: Columns[number]): WireCell[] =>
  versions.map(({ timestamp, value }) => ({ name, value, timestamp }));

/**
 * Bytes of a row as they are counted: names, values, and 8 for each version where the table keeps several or forgets.
 * @see https://www.alibabacloud.com/help/en/tablestore/product-overview/meter-storage-usage
 */
export function sizeOfRow({ maxVersions, ttl }: TableOptions, { key, columns }: WireRow): number {
  const version = maxVersions > 1 || ttl !== -1 ? 8 : 0;
  const size = ({ name, value }: WireCell) => name.length + (value && isColumnValue(value) ? sizeOf(value) : 0);
  const ofKey = key.reduce((sum, cell) => sum + size(cell), 0);
  return columns.reduce((sum, cell) => sum + size(cell) + version, ofKey);
}

/** Units of four kilobytes, at least one, that reading or writing these rows costs. */
export const unitsOf = ({ facts }: Table, rows: readonly WireRow[]): number =>
  Math.max(1, Math.ceil(rows.reduce((sum, row) => sum + sizeOfRow(facts.options, row), 0) / 4096));
