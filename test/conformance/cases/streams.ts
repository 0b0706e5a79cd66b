import { until } from "../../../offline/demo/demo.ts";
import { type ConformanceCase, expectSame, recording } from "../case.ts";

const numberOf = (data: unknown): unknown => (data as { n?: unknown } | null)?.n;

const stream: ConformanceCase = {
  title: "hands on the records of a stream, those of a key in their order",
  proves: ["stream", "resource.stream"],
  parts: {
    resources: { clicks: { kind: "stream", shards: 1 } },
    functions: { onClick: recording({ record: { kind: "stream", stream: "clicks", startAt: "oldest" } }) },
  },
  async run({ cloud, resource, recorded, records, run }) {
    for (const n of [1, 2, 3, 4]) await cloud.putRecord(resource("clicks"), `key-${run}`, JSON.stringify({ n }));
    const { more } = await recorded("onClick", "the last record", (r) => numberOf(r.data) === 4);
    expectSame(more.key, `key-${run}`, "the key");
    expectSame(
      (await records("onClick")).map((r) => numberOf(r.data)),
      [1, 2, 3, 4],
      "the order",
    );
  },
};

const retries: ConformanceCase = {
  title: "delivers from the first failed record on again, in order, without the ones before it",
  proves: ["stream.partialFailures"],
  parts: {
    resources: { bumpy: { kind: "stream", shards: 1 } },
    functions: {
      onBump: recording({ record: { kind: "stream", stream: "bumpy", startAt: "oldest", window: "2s", retries: 5 } }),
    },
  },
  async run({ cloud, resource, recorded, records, run }) {
    const put = (n: number, more: object = {}) =>
      cloud.putRecord(resource("bumpy"), "key", JSON.stringify({ n, ...more }));
    await put(1);
    await put(2, { do: "failOnce", id: run });
    await put(3);
    await recorded("onBump", "the last record", (r) => numberOf(r.data) === 3);
    const done = (await records("onBump")).filter((r) => r.did === "done").map((r) => numberOf(r.data));
    expectSame(done, [1, 2, 3], "what was done, in order");
  },
};

const filter: ConformanceCase = {
  title: "skips records whose content does not match",
  proves: ["stream.filter"],
  parts: {
    resources: { mixed: { kind: "stream", shards: 1 } },
    functions: {
      onMixed: recording({
        record: { kind: "stream", stream: "mixed", startAt: "oldest", filter: { color: ["red"] } },
      }),
    },
  },
  async run({ cloud, resource, recorded, records }) {
    const put = (n: number, color: string) => cloud.putRecord(resource("mixed"), "key", JSON.stringify({ n, color }));
    await put(1, "blue");
    await put(2, "red");
    await recorded("onMixed", "the match", (r) => numberOf(r.data) === 2);
    expectSame(
      (await records("onMixed")).map((r) => numberOf(r.data)),
      [2],
      "what passed the filter",
    );
  },
};

const givingUp: ConformanceCase = {
  title: "gives up a record that keeps failing, goes on, and tells the failure destination",
  proves: ["stream.retries", "stream.onFailure"],
  parts: {
    resources: { poisoned: { kind: "stream", shards: 1 }, poison: { kind: "queue" } },
    functions: {
      onPoison: recording({
        record: {
          kind: "stream",
          stream: "poisoned",
          startAt: "oldest",
          batchSize: 1,
          retries: 1,
          onFailure: "poison",
        },
      }),
    },
  },
  async run({ cloud, resource, recorded, run }) {
    await cloud.putRecord(resource("poisoned"), "key", JSON.stringify({ n: 1, id: run, do: "fail" }));
    await cloud.putRecord(resource("poisoned"), "key", JSON.stringify({ n: 2 }));
    await recorded("onPoison", "the record after it", (r) => numberOf(r.data) === 2);
    await until("the failure", async () => (await cloud.takeMessages(resource("poison")))[0]);
  },
};

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

export const streamCases = [stream, retries, filter, givingUp, table, indexes];
