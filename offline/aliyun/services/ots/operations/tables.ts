import { ApiError } from "../../../core/error.ts";
import type { Operation } from "../../../core/service.ts";
import { invalid } from "../errors.ts";
import { follow, makeIndexTable } from "../index-tables.ts";
import { checkSchema } from "../keys.ts";
import type { DefinedColumn, IndexMeta, TableOptions } from "../model.ts";
import type { Space, TableState } from "../state.ts";
import { Table, type TableFacts } from "../table.ts";
import { action, type Context } from "./common.ts";
import {
  keyColumns,
  optionsOf,
  showOptions,
  showStream,
  showThroughput,
  streamOf,
  type WireOptions,
  type WireStream,
  type WireTableMeta,
} from "./table-messages.ts";

interface CreateTable {
  readonly table_meta: WireTableMeta;
  readonly reserved_throughput: { readonly capacity_unit: { read?: number; write?: number } };
  readonly table_options?: WireOptions;
  readonly stream_spec?: WireStream;
  readonly sse_spec?: object;
  readonly index_metas: readonly IndexMeta[];
}
interface UpdateTable {
  readonly table_name: string;
  readonly reserved_throughput?: CreateTable["reserved_throughput"];
  readonly table_options?: WireOptions;
  readonly stream_spec?: WireStream;
}
interface Named {
  readonly table_name: string;
}

/** @see https://www.alibabacloud.com/help/en/tablestore/developer-reference/createtable */
export const tableOperations = (state: TableState): Operation[] => [
  action<CreateTable>(state, {
    name: "CreateTable",
    tables: ({ table_meta }) => [table_meta.table_name],
    run: create,
  }),
  action<object>(state, {
    name: "ListTable",
    tables: () => ["*"],
    run: (_, { space }) => ({ table_names: [...space.tables.keys()] }),
  }),
  // There are none: clients that empty an instance ask for them before they delete its tables.
  action<Partial<Named>>(state, {
    name: "ListSearchIndex",
    tables: ({ table_name }) => [table_name || "*"],
    run: () => ({}),
  }),
  action<Named>(state, {
    name: "DescribeTable",
    tables: ({ table_name }) => [table_name],
    run: ({ table_name }, { table }) => describe(table(table_name)),
  }),
  action<UpdateTable>(state, {
    name: "UpdateTable",
    tables: ({ table_name }) => [table_name],
    run: update,
  }),
  action<Named>(state, {
    name: "DeleteTable",
    tables: ({ table_name }) => [table_name],
    run: remove,
  }),
  ...columnOperations(state),
  ...indexOperations(state),
];

function create(message: CreateTable, { space, now, call }: Context): object {
  const { table_name: name, primary_key, defined_column } = message.table_meta;
  if (!/^[A-Za-z_]\w{0,254}$/.test(name)) throw invalid(`Invalid table name: '${name}'.`);
  if (space.tables.has(name)) throw alreadyThere("table");
  const key = keyColumns(primary_key);
  checkSchema(key);
  const facts: TableFacts = {
    name,
    key,
    defined: checkDefined([], key, defined_column),
    options: optionsOf(message.table_options, DEFAULT_OPTIONS),
    throughput: { read: 0, write: 0, ...message.reserved_throughput.capacity_unit },
    throughputChanged: now,
    ...(message.sse_spec && { encryption: message.sse_spec }),
    indexes: [],
  };
  const stream = message.stream_spec && streamOf(message.stream_spec, name, call.request.id, now);
  if (stream) facts.stream = stream;
  const table = new Table(facts);
  // Nothing is made where an index can't be.
  const indexes = message.index_metas.map((meta) => indexTable(space, table, meta, now));
  space.tables.set(name, table);
  for (const [meta, index] of indexes) addIndex(space, table, meta, index);
  return {};
}

const DEFAULT_OPTIONS: TableOptions = { ttl: -1, maxVersions: 1, deviation: 86_400, allowUpdate: true };

const alreadyThere = (what: string): ApiError =>
  new ApiError(409, "OTSObjectAlreadyExist", `Requested ${what} already exists.`);

const describe = ({ facts }: Table): object => ({
  table_meta: {
    table_name: facts.name,
    primary_key: facts.key.map(({ name, type, auto }) => ({
      name,
      type: type.toUpperCase(),
      ...(auto && { option: "AUTO_INCREMENT" }),
    })),
    defined_column: facts.defined,
  },
  reserved_throughput_details: showThroughput(facts),
  table_options: showOptions(facts.options),
  table_status: "ACTIVE",
  stream_details: showStream(facts.stream),
  ...(facts.encryption && { sse_details: facts.encryption }),
  index_metas: facts.indexes.map((meta) => ({ ...meta, index_sync_phase: "ISP_INCR" })),
});

function update(message: UpdateTable, { table, space, now, call }: Context): object {
  const target = table(message.table_name);
  const { facts } = target;
  if (!message.reserved_throughput && !message.table_options && !message.stream_spec) {
    throw invalid("No attribute to be updated is specified.");
  }
  if (message.table_options) {
    facts.options = optionsOf(message.table_options, facts.options);
    for (const { name } of facts.indexes) {
      const index = space.tables.get(name);
      if (index) index.facts.options = { ...facts.options };
    }
  }
  if (message.reserved_throughput) {
    facts.throughput = { ...facts.throughput, ...message.reserved_throughput.capacity_unit };
    facts.throughputChanged = now;
  }
  if (message.stream_spec) setStream(target, message.stream_spec, call.request.id, now);
  return {
    reserved_throughput_details: showThroughput(facts),
    table_options: showOptions(facts.options),
    stream_details: showStream(facts.stream),
  };
}

/** Turns the stream of a table on or off. One that is off forgets. */
function setStream(table: Table, spec: WireStream, id: string, now: number): void {
  const { facts } = table;
  if (spec.enable_stream && facts.stream) throw invalid("Stream is already enabled.");
  const stream = streamOf(spec, facts.name, id, now);
  if (stream) facts.stream = stream;
  else delete facts.stream;
  table.changes = [];
}

function remove({ table_name: name }: Named, { space, table }: Context): object {
  const { facts } = table(name);
  if (space.indexes.has(name)) throw invalid(`Table ${name} is an index: drop the index.`);
  for (const index of facts.indexes) dropIndex(space, index.name);
  space.tables.delete(name);
  space.tunnels = space.tunnels.filter((tunnel) => tunnel.table !== name);
  return {};
}

const columnOperations = (state: TableState): Operation[] => [
  action<Named & { columns: readonly DefinedColumn[] }>(state, {
    name: "AddDefinedColumn",
    tables: ({ table_name }) => [table_name],
    run: ({ table_name, columns }, { table }) => {
      const { facts } = table(table_name);
      facts.defined = checkDefined(facts.defined, facts.key, columns);
      return {};
    },
  }),
  action<Named & { columns: readonly string[] }>(state, {
    name: "DeleteDefinedColumn",
    tables: ({ table_name }) => [table_name],
    run: ({ table_name, columns }, { table }) => {
      const { facts } = table(table_name);
      const used = columns.find((name) =>
        facts.indexes.some((meta) => meta.primary_key.includes(name) || meta.defined_column.includes(name)),
      );
      if (used) throw invalid(`Defined column ${used} is used by an index.`);
      facts.defined = facts.defined.filter(({ name }) => !columns.includes(name));
      return {};
    },
  }),
];

function checkDefined(
  there: readonly DefinedColumn[],
  key: TableFacts["key"],
  added: readonly DefinedColumn[],
): DefinedColumn[] {
  const all = [...there, ...added];
  for (const [i, { name }] of all.entries()) {
    const isTaken = key.some((column) => column.name === name) || all.findIndex((one) => one.name === name) !== i;
    if (isTaken) throw invalid(`Duplicated defined column: '${name}'.`);
  }
  return all;
}

const indexOperations = (state: TableState): Operation[] => [
  action<{ main_table_name: string; index_meta: IndexMeta; include_base_data?: boolean }>(state, {
    name: "CreateIndex",
    tables: ({ main_table_name }) => [main_table_name],
    run: ({ main_table_name, index_meta, include_base_data }, { table, space, now }) => {
      const main = table(main_table_name);
      const [meta, index] = indexTable(space, main, index_meta, now);
      addIndex(space, main, meta, index);
      if (include_base_data) for (const row of main.rows.all) follow(index, main.facts, undefined, row);
      return {};
    },
  }),
  action<{ main_table_name: string; index_name: string }>(state, {
    name: "DropIndex",
    action: "ots:DeleteIndex",
    tables: ({ main_table_name }) => [main_table_name],
    run: ({ main_table_name, index_name }, { table, space }) => {
      const { facts } = table(main_table_name);
      if (!facts.indexes.some(({ name }) => name === index_name)) {
        throw new ApiError(404, "OTSObjectNotExist", "Requested index does not exist.");
      }
      facts.indexes = facts.indexes.filter(({ name }) => name !== index_name);
      dropIndex(space, index_name);
      return {};
    },
  }),
];

function indexTable(space: Space, main: Table, meta: IndexMeta, now: number): [IndexMeta, Table] {
  if (space.tables.has(meta.name)) throw alreadyThere("index");
  if (main.facts.options.maxVersions !== 1) throw invalid("A table with indexes keeps one version of each column.");
  const { ttl, allowUpdate } = main.facts.options;
  if (ttl !== -1 && allowUpdate) throw invalid("A table with indexes and a time to live does not allow update.");
  return [meta, makeIndexTable(main.facts, meta, now)];
}

function addIndex(space: Space, main: Table, meta: IndexMeta, index: Table): void {
  main.facts.indexes = [...main.facts.indexes, meta];
  space.tables.set(meta.name, index);
  space.indexes.set(meta.name, main.facts.name);
}

function dropIndex(space: Space, name: string): void {
  space.tables.delete(name);
  space.indexes.delete(name);
}
