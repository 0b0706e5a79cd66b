import type { Change } from "./model.ts";
import type { WireCell, WireRow } from "./plain-buffer/format.ts";
import { writeRows } from "./plain-buffer/write.ts";
import type { Table } from "./table.ts";

/** Number of the first change that is still there. */
export const firstChange = (table: Table): number => table.changes[0]?.number ?? table.next;

/** Changes from a number on, in order. */
export const changesFrom = (table: Table, number: number, most: number): Change[] =>
  table.changes.filter((change) => change.number >= number).slice(0, most);

/** A change as streams and tunnels hand it on. */
export const changeRecord = (change: Change) => ({ action_type: change.type, record: writeRows([changeRow(change)]) });

function changeRow({ key, columns, type, time, number }: Change): WireRow {
  return {
    key,
    columns: columns.map(({ name, type: done, value, timestamp }): WireCell => {
      const operation =
        done === "DeleteAllVersions" ? "deleteAll" : done === "DeleteOneVersion" ? "deleteOne" : undefined;
      return {
        name,
        ...(value && { value }),
        ...(operation && { operation }),
        ...(timestamp !== undefined && { timestamp }),
      };
    }),
    deleted: type === "DELETE_ROW",
    sequence: { epoch: 0, timestamp: time * 1000, index: number },
  };
}
