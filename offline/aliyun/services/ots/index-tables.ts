import { invalid } from "./errors.ts";
import type { IndexMeta, KeyColumn, Row, Version } from "./model.ts";
import { Table, type TableFacts, TYPE_OF } from "./table.ts";
import { isValue, type KeyValue } from "./values.ts";

/** An index is a table of its own that follows another one: its key starts with the indexed columns. */
export function makeIndexTable(main: TableFacts, meta: IndexMeta, now: number): Table {
  const key = indexKey(main, meta);
  const names = new Set(key.map(({ name }) => name));
  for (const name of meta.defined_column) definedType(main, name);
  return new Table({
    name: meta.name,
    key,
    defined: main.defined.filter(({ name }) => meta.defined_column.includes(name) && !names.has(name)),
    options: { ...main.options },
    throughput: { read: 0, write: 0 },
    throughputChanged: now,
    indexes: [],
  });
}

/** The indexed columns, and behind them what is left of the table's own key: that makes it unique. */
function indexKey({ key, defined }: TableFacts, { primary_key: asked, name }: IndexMeta): KeyColumn[] {
  if (asked.length === 0) throw invalid(`Index ${name} has no primary key.`);
  const indexed = asked.map((column): KeyColumn => {
    const own = key.find((one) => one.name === column);
    if (own) return { name: own.name, type: own.type };
    const type = definedType({ defined }, column);
    if (type === "integer" || type === "string" || type === "binary") return { name: column, type };
    throw invalid(`Column ${column} of type ${type} can't be indexed.`);
  });
  const rest = key.filter((one) => !asked.includes(one.name)).map(({ name: column, type }) => ({ name: column, type }));
  return [...indexed, ...rest];
}

function definedType({ defined }: Pick<TableFacts, "defined">, name: string) {
  const column = defined.find((one) => one.name === name);
  if (!column) throw invalid(`Column ${name} of the index is neither a primary key nor a defined column.`);
  return TYPE_OF[column.type];
}

/** Brings an index up to date with a change of one row. */
export function follow(index: Table, main: TableFacts, before: Row | undefined, after: Row | undefined): void {
  const old = before && project(index, main, before);
  if (old) index.rows.delete(old.key);
  const fresh = after && project(index, main, after);
  if (fresh) index.rows.set(fresh);
}

/** A row as the index shows it; none if it lacks one of the indexed columns. */
function project({ facts }: Table, main: TableFacts, row: Row): Row | undefined {
  const key: KeyValue[] = [];
  for (const { name } of facts.key) {
    const at = main.key.findIndex((column) => column.name === name);
    const value = at === -1 ? row.columns.get(name)?.[0]?.value : row.key[at];
    if (!value || value.type === "double" || value.type === "boolean" || !isValue(value)) return undefined;
    key.push(value);
  }
  const columns = new Map<string, Version[]>();
  for (const { name } of facts.defined) {
    const versions = row.columns.get(name);
    if (versions) columns.set(name, versions);
  }
  return { key, columns, written: row.written };
}
