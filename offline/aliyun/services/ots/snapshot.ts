import { readKey } from "./keys.ts";
import type { Change, IndexMeta, Version } from "./model.ts";
import { isColumnValue, readRows } from "./plain-buffer/read.ts";
import { writeRows } from "./plain-buffer/write.ts";
import { keyCells } from "./read.ts";
import { Space, type TableState } from "./state.ts";
import { Table, type TableFacts } from "./table.ts";
import type { Tunnel } from "./tunnel.ts";

/** Everything as JSON. Values can't be that: rows and changes are in Tablestore's own form, in base64. */
interface SpaceSnapshot {
  readonly name: string;
  readonly indexes: readonly (readonly [string, string])[];
  readonly tunnels: Tunnel[];
  readonly tables: readonly TableSnapshot[];
}
interface TableSnapshot {
  readonly facts: TableFacts;
  readonly next: number;
  readonly rows: string;
  readonly written: readonly number[];
  readonly changes: readonly (Omit<Change, "key" | "columns"> & { readonly row: string; readonly types: string[] })[];
}

export const saveSpaces = ({ spaces }: TableState): SpaceSnapshot[] =>
  [...spaces].map(([name, space]) => ({
    name,
    indexes: [...space.indexes],
    tunnels: space.tunnels,
    tables: [...space.tables.values()].map(saveTable),
  }));

export function restoreSpaces(state: TableState, saved: readonly SpaceSnapshot[]): void {
  state.spaces.clear();
  for (const { name, indexes, tunnels, tables } of saved) {
    const space = new Space();
    for (const [index, table] of indexes) space.indexes.set(index, table);
    space.tunnels = tunnels;
    for (const table of tables) space.tables.set(table.facts.name, restoreTable(table));
    state.spaces.set(name, space);
  }
}

function saveTable({ facts, next, rows, changes }: Table): TableSnapshot {
  const all = rows.all.map((row) => ({
    key: keyCells(facts.key, row),
    columns: [...row.columns].flatMap(([name, versions]) =>
      versions.map(({ value, timestamp }) => ({ name, value, timestamp })),
    ),
  }));
  return {
    facts,
    next,
    rows: writeRows(all).toString("base64"),
    written: rows.all.map(({ written }) => written),
    changes: changes.map(({ key, columns, ...change }) => ({
      ...change,
      row: writeRows([{ key, columns: columns.map(({ type: _, ...cell }) => cell) }]).toString("base64"),
      types: columns.map(({ type }) => type),
    })),
  };
}

function restoreTable({ facts, next, rows, written, changes }: TableSnapshot): Table {
  const table = new Table({ ...facts, indexes: facts.indexes as IndexMeta[] });
  table.next = next;
  for (const [i, row] of readRows(Buffer.from(rows, "base64")).entries()) {
    const columns = new Map<string, Version[]>();
    for (const { name, value, timestamp } of row.columns) {
      if (!value || !isColumnValue(value) || timestamp === undefined) continue;
      columns.set(name, [...(columns.get(name) ?? []), { value, timestamp }]);
    }
    table.rows.set({ key: readKey(row.key, facts.key), columns, written: written[i] ?? 0 });
  }
  table.changes = changes.map(({ row, types, ...change }): Change => {
    const [wire] = readRows(Buffer.from(row, "base64"));
    const key = readKey(wire?.key ?? [], facts.key);
    const columns = (wire?.columns ?? []).map(({ name, value, timestamp }, i) => ({
      name,
      type: types[i] as Change["columns"][number]["type"],
      ...(value && isColumnValue(value) && { value }),
      ...(timestamp !== undefined && { timestamp }),
    }));
    return { ...change, key: facts.key.flatMap(({ name }, i) => (key[i] ? [{ name, value: key[i] }] : [])), columns };
  });
  return table;
}
