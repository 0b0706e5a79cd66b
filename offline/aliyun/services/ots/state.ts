import type { World } from "../../core/world.ts";
import { instanceMissing, invalid, tableMissing } from "./errors.ts";
import { follow } from "./index-tables.ts";
import { type Instances, instancesOf } from "./instances.ts";
import type { RowChange } from "./model.ts";
import type { Condition, Table, Written } from "./table.ts";
import type { Tunnel } from "./tunnel.ts";

/** An instance's tables, its indexes among them, and its tunnels. */
export class Space {
  readonly tables = new Map<string, Table>();
  /** Name of an index -> its table's name. */
  readonly indexes = new Map<string, string>();
  tunnels: Tunnel[] = [];
}

/** Everything that Tablestore holds, by region and instance. */
export class TableState {
  readonly world: World;
  readonly instances: Instances;
  readonly spaces = new Map<string, Space>();
  readonly #listeners = new Set<(table: Table) => void>();

  constructor(world: World) {
    this.world = world;
    this.instances = instancesOf(world);
    this.instances.isEmpty = ({ region, name }) => (this.spaces.get(`${region}/${name}`)?.tables.size ?? 0) === 0;
  }

  /** The tables of an instance. @throws ApiError OTSAuthFailed: there is none of that name */
  space(region: string, instance: string): Space {
    if (!this.instances.find(region, instance)) throw instanceMissing();
    const name = `${region}/${instance}`;
    const space = this.spaces.get(name) ?? new Space();
    this.spaces.set(name, space);
    return space;
  }

  /** A table, or an index. @throws ApiError OTSObjectNotExist */
  table(region: string, instance: string, name: string): Table {
    const table = this.space(region, instance).tables.get(name);
    if (!table) throw tableMissing();
    return table;
  }

  /** Changes a row, and what follows it: indexes, streams, triggers. */
  write(space: Space, table: Table, change: RowChange, condition: Condition): Written {
    if (space.indexes.has(table.facts.name))
      throw invalid(`Table ${table.facts.name} is an index: it can't be written.`);
    const written = table.write(change, condition, this.world.clock.now());
    for (const { name } of table.facts.indexes) {
      const index = space.tables.get(name);
      if (index) follow(index, table.facts, written.before, written.after);
    }
    this.world.changed();
    for (const listener of this.#listeners) listener(table);
    return written;
  }

  /** Calls back after every change of any table. */
  onChange(listener: (table: Table) => void): void {
    this.#listeners.add(listener);
  }
}
