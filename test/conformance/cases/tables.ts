import { type ConformanceCase, expectSame, recording } from "../case.ts";

const numberOf = (data: unknown): unknown => (data as { n?: unknown } | null)?.n;

const table: ConformanceCase = {
  title: "tells of rows that are added, changed and removed",
  proves: ["table", "resource.table", "resource.table.changes"],
  parts: {
    resources: { rows: { kind: "table", key: { partition: { name: "id" } }, changes: true } },
    functions: { onRow: recording({ change: { kind: "table", table: "rows" } }) },
  },
  async run({ cloud, resource, recorded, run }) {
    const rows = resource("rows");
    await cloud.putRow(rows, { id: run, n: 1, list: ["a"], flag: true });
    const added = await recorded("onRow", "the insertion", (r) => r.more.type === "polyfn.table.inserted");
    expectSame(added.data, { id: run, n: 1, list: ["a"], flag: true }, "the row");
    await cloud.putRow(rows, { id: run, n: 2 });
    await recorded("onRow", "the change", (r) => r.more.type !== "polyfn.table.inserted" && numberOf(r.data) === 2);
    await cloud.deleteRow(rows, { id: run });
    const gone = await recorded("onRow", "the deletion", (r) => r.more.type === "polyfn.table.deleted");
    expectSame(gone.more.key, { id: run }, "the key of the deleted row");
  },
};

const indexes: ConformanceCase = {
  title: "finds rows by another key",
  proves: ["resource.table.indexes"],
  parts: {
    resources: {
      albums: {
        kind: "table",
        key: { partition: { name: "id" } },
        indexes: { byAlbum: { partition: { name: "album" }, sort: { name: "at", type: "number" } } },
      },
    },
    functions: { librarian: { handler: "functions/librarian.ts", permissions: { albums: ["read", "write"] } } },
  },
  async run({ cloud, function: fn, run }) {
    const { answer } = await cloud.invoke(fn("librarian"), { run });
    expectSame(answer, { found: ["b", "c"], one: { id: `a-${run}`, album: run, at: 1 }, gone: true }, "what it found");
  },
};

export const tableCases = [table, indexes];
