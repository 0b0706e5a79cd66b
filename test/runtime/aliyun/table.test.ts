import type { AliyunServer } from "@polyfn/aliyun-emulator";
import { encode } from "cborg";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { tableClient } from "../../../adapters/aliyun/runtime/clients/table.ts";
import { fromCell, toCell } from "../../../adapters/aliyun/runtime/tablestore/values.ts";
import {
  ConditionError,
  type TableBatch,
  type TableReader,
  type TableRecord,
  type TableWriter,
} from "../../../runtime/index.ts";
import { triggers } from "../harness.ts";
import { createInstance, createTable, type StoredRow, startCloud, tablestore } from "./cloud.ts";
import { fcContext, invoke } from "./harness.ts";

type Row = Readonly<Record<string, unknown>>;
type Client = TableReader<Row, Row> & TableWriter<Row, Row>;

let server: AliyunServer;
beforeAll(async () => {
  server = await startCloud();
  await createInstance("pf-test");
  await createTable("pf-test", "activity", [
    ["kind", "STRING"],
    ["id", "STRING"],
  ]);
  await createTable("pf-test", "numbers", [
    ["kind", "STRING"],
    ["at", "INTEGER"],
  ]);
  await createTable("pf-test", "images", [["id", "STRING"]], {
    definedColumn: [
      { name: "album", type: 2 },
      { name: "at", type: 2 },
    ],
  });
  await createTable("pf-test", "images_images", [["id", "STRING"]]);
});
afterAll(() => server.stop());

const table = (name: string, key: object, more: object = {}): Client =>
  tableClient({ instance: "pf-test", table: name, key, ...more } as never, name, "f") as Client;
const activity = () => table("activity", { partition: { name: "kind" }, sort: { name: "id" } });

describe("values", () => {
  it("are read as they were written", () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}/u.test(text)),
        fc.boolean(),
        fc.constant(null),
        fc.double({ noNaN: true }),
        fc.maxSafeInteger(),
        fc.bigInt().filter((number) => !Number.isSafeInteger(Number(number))),
        fc.uint8Array(),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$n", "$b", "$$set")), tie("any"), { maxKeys: 3 }),
        fc.array(fc.string()).map((items) => new Set(items)),
      ),
    })).any;
    fc.assert(
      fc.property(value, (given) => {
        // JSON knows neither minus zero nor infinity, and so nor do nested numbers.
        fc.pre(!/-0(?!\.)|Infinity/.test(fc.stringify(given)) && !fc.stringify(given).includes("__proto__"));
        expect(fromCell(toCell(given))).toEqual(given);
      }),
    );
    expect(toCell("polyfn:json:x")).toBe('polyfn:json:"polyfn:json:x"');
    expect([toCell(1), toCell(1.5), toCell({ a: [1] })]).toEqual([1n, 1.5, 'polyfn:json:{"a":[1]}']);
  });
});

describe("table", () => {
  it("puts, gets and deletes rows that the vendor's client can read", async () => {
    const row = {
      kind: "clicks",
      id: "1",
      count: 3,
      share: 0.5,
      on: true,
      bytes: Uint8Array.of(1),
      list: ["ü", { n: null }],
    };
    await activity().put(row);
    expect(await activity().get({ kind: "clicks", id: "1" })).toEqual(row);
    const stored = await new Promise<StoredRow>((resolve, reject) =>
      tablestore("pf-test").getRow(
        { tableName: "activity", primaryKey: [{ kind: "clicks" }, { id: "1" }], maxVersions: 1 },
        (error, data) => (error ? reject(error) : resolve(data.row)),
      ),
    );
    const columns = Object.fromEntries(
      stored.attributes.map(({ columnName, columnValue }) => [columnName, String(columnValue)]),
    );
    expect(columns).toMatchObject({ count: "3", share: "0.5", on: "true", list: 'polyfn:json:["ü",{"n":null}]' });
    await activity().put({ kind: "clicks", id: "1" });
    expect(await activity().get({ kind: "clicks", id: "1" })).toEqual({ kind: "clicks", id: "1" });
    await activity().delete({ kind: "clicks", id: "1" });
    expect(await activity().get({ kind: "clicks", id: "1" })).toBeUndefined();
  });

  it("puts a row only if it is missing, when asked to", async () => {
    await activity().put({ kind: "once", id: "1", n: 1 }, { ifAbsent: true });
    await expect(activity().put({ kind: "once", id: "1", n: 2 }, { ifAbsent: true })).rejects.toThrow(ConditionError);
    expect(await activity().get({ kind: "once", id: "1" })).toMatchObject({ n: 1 });
  });

  it("updates, adds and removes columns", async () => {
    const key = { kind: "clicks", id: "2" };
    expect(await activity().update(key, { set: { last: "a", gone: 1 }, add: { count: 5 } })).toEqual({
      ...key,
      last: "a",
      gone: 1,
      count: 5,
    });
    expect(await activity().update(key, { add: { count: -2n }, remove: ["gone"] })).toEqual({
      ...key,
      last: "a",
      count: 3,
    });
    expect(await activity().update({ kind: "clicks", id: "3" }, {})).toEqual({ kind: "clicks", id: "3" });
    expect(await activity().update({ kind: "clicks", id: "3" }, {})).toEqual({ kind: "clicks", id: "3" });
    await expect(activity().update(key, { add: { count: 0.5 } })).rejects.toThrow("whole numbers");
  });

  it("returns a different count for each of many concurrent updates", async () => {
    const key = { kind: "clicks", id: "all" };
    const rows = await Promise.all(
      Array.from({ length: 20 }, () => activity().update(key, { add: { n: 1, m: 2n }, set: { x: "y" } })),
    );
    expect(rows.map(({ n }) => n).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    for (const row of rows) expect(row).toEqual({ ...key, n: row.n, m: Number(row.n) * 2, x: "y" });
  });

  it("leaves out expired rows", async () => {
    const mortal = table("activity", { partition: { name: "kind" }, sort: { name: "id" } }, { ttl: "expires" });
    const now = Math.floor(Date.now() / 1000);
    await mortal.put({ kind: "ttl", id: "old", expires: now - 10 });
    await mortal.put({ kind: "ttl", id: "new", expires: now + 1000 });
    expect(await mortal.get({ kind: "ttl", id: "old" })).toBeUndefined();
    expect((await mortal.query({ partition: "ttl" })).rows.map(({ id }) => id)).toEqual(["new"]);
  });
});

describe("queries", () => {
  const ids = ["a", "a\0", "aa", "ab", "b", "b\u{10ffff}", "c", "é", "日"];
  beforeAll(async () => {
    for (const id of ids) await activity().put({ kind: "q", id });
    await activity().put({ kind: "r", id: "a" });
    for (const at of [-5, 0, 3, 7])
      await table("numbers", { partition: { name: "kind" }, sort: { name: "at" } }).put({ kind: "q", at });
  });
  const found = async (sort: unknown, reverse = false): Promise<unknown[]> =>
    (await activity().query({ partition: "q", sort, reverse })).rows.map(({ id }) => id);

  it.each([
    [undefined, ids],
    ["a", ["a"]],
    ["zz", []],
    [{ prefix: "a" }, ["a", "a\0", "aa", "ab"]],
    [{ prefix: "b" }, ["b", "b\u{10ffff}"]],
    [{ prefix: "b\u{10ffff}" }, ["b\u{10ffff}"]],
    [{ from: "aa", to: "b" }, ["aa", "ab", "b"]],
    [{ from: "b" }, ["b", "b\u{10ffff}", "c", "é", "日"]],
    [{ to: "a" }, ["a"]],
    [{}, ids],
  ])("select sort keys %j in both directions", async (sort, expected) => {
    expect(await found(sort)).toEqual(expected);
    expect(await found(sort, true)).toEqual(expected.toReversed());
  });

  it("select numbers", async () => {
    const numbers = table("numbers", { partition: { name: "kind" }, sort: { name: "at" } });
    const at = async (sort: unknown, reverse = false) =>
      (await numbers.query({ partition: "q", sort, reverse })).rows.map((row) => row.at);
    expect(await at({ from: -5, to: 3 })).toEqual([-5, 0, 3]);
    expect(await at({ from: 0 }, true)).toEqual([7, 3, 0]);
    expect(await at(3)).toEqual([3]);
  });

  it.each([false, true])("return pages (reverse: %s)", async (reverse) => {
    const all: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await activity().query({ partition: "q", limit: 2, reverse, ...(cursor && { cursor }) });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      all.push(...page.rows.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor);
    expect(all).toEqual(reverse ? ids.toReversed() : ids);
  });
});

describe("changes", () => {
  const bindings = {
    images: { instance: "pf-test", table: "images", key: { partition: { name: "id" } }, images: "images_images" },
  };
  const settings = {
    table: { onChange: { table: "images", batchSize: 100, bisect: true, partialFailures: true, retries: 0 } },
  } as const;
  beforeEach(() => {
    vi.stubEnv("POLYFN_RESOURCES", JSON.stringify(bindings));
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    return () => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    };
  });

  let time = 1_700_000_000_000_000;
  const change = (Type: string, id: string, columns: Record<string, unknown> = {}, removed: string[] = []) => ({
    Type,
    Info: { Timestamp: time++ },
    PrimaryKey: [{ ColumnName: "id", Value: id }],
    Columns: [
      ...Object.entries(columns).map(([ColumnName, Value]) => ({ Type: "Put", ColumnName, Value })),
      ...removed.map((ColumnName) => ({ Type: "DeleteAllVersions", ColumnName })),
    ],
  });
  const keys = { accessKeyId: "offline", accessKeySecret: "offline", securityToken: "" };
  async function deliver(
    records: object[],
    work: (record: TableRecord) => unknown = () => undefined,
    own: object = {},
  ) {
    const seen: unknown[] = [];
    const event = Buffer.from(encode({ Version: "Sync-v1", Records: records }));
    const handler = {
      table: (batch: TableBatch) =>
        batch.each((record) => {
          seen.push([record.type.slice("polyfn.table.".length), record.data.before, record.data.after]);
          return work(record);
        }),
    };
    const all = { table: { onChange: { ...settings.table.onChange, ...own } } };
    await invoke(handler, event, triggers(all), { ...fcContext(), credentials: keys });
    return seen;
  }

  it("have the row before and after, over several deliveries", async () => {
    const one = { id: "x", album: "a" };
    expect(await deliver([change("PutRow", "x", { album: "a" })])).toEqual([["inserted", undefined, one]]);
    const two = { id: "x", album: "a", size: 1 };
    expect(await deliver([change("UpdateRow", "x", { size: 1 })])).toEqual([["updated", one, two]]);
    expect(await deliver([change("UpdateRow", "x", {}, ["album"]), change("DeleteRow", "x")])).toEqual([
      ["updated", two, { id: "x", size: 1 }],
      ["deleted", { id: "x", size: 1 }, undefined],
    ]);
    expect(await deliver([change("PutRow", "x", { album: "b" })])).toEqual([
      ["inserted", undefined, { id: "x", album: "b" }],
    ]);
  });

  it("are not delivered twice, nor when nothing changed", async () => {
    const records = [change("PutRow", "y", { n: 1 }), change("PutRow", "y", { n: 1 }), change("PutRow", "y", { n: 2 })];
    expect(await deliver(records)).toHaveLength(2);
    expect(await deliver(records)).toEqual([]);
  });

  it("arrive again with the same images after a failure, without the earlier ones", async () => {
    const records = [
      change("PutRow", "z1", { n: 1 }),
      change("PutRow", "z2", { n: 1 }),
      change("PutRow", "z1", { n: 2 }),
    ];
    const fail = (record: TableRecord) => {
      if (record.data.key.id === "z2") throw new Error("no");
    };
    await expect(deliver(records, fail, { retries: undefined, bisect: false })).rejects.toThrow();
    expect(await deliver(records)).toEqual([
      ["inserted", undefined, { id: "z2", n: 1 }],
      ["updated", { id: "z1", n: 1 }, { id: "z1", n: 2 }],
    ]);
  });

  it("update the image also when a filter skips them", async () => {
    const filter = { after: { n: [2] } };
    expect(await deliver([change("PutRow", "w", { n: 1 })], undefined, { filter })).toEqual([]);
    expect(await deliver([change("PutRow", "w", { n: 2 })], undefined, { filter })).toEqual([
      ["updated", { id: "w", n: 1 }, { id: "w", n: 2 }],
    ]);
  });

  it("keep numbers, bytes and nested values", async () => {
    const columns = { big: 2n ** 60n, bytes: Uint8Array.of(1), tags: 'polyfn:json:["a"]', share: 0.5 };
    await deliver([change("PutRow", "v", columns)]);
    const row = { id: "v", big: 2n ** 60n, bytes: Uint8Array.of(1), tags: ["a"], share: 0.5 };
    expect(await deliver([change("DeleteRow", "v")])).toEqual([["deleted", row, undefined]]);
  });
});
