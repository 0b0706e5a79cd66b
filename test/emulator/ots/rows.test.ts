import { beforeAll, describe, expect, it } from "vitest";
import { flat, tableClient, tablestore } from "./client.ts";
import { advance, always, call, get, int, key, put, table, url, useOrders } from "./orders.ts";

const { Condition, RowExistenceExpectation, SingleColumnCondition, ComparatorType, INF_MIN, INF_MAX } = tablestore;
/** The older client has the vendor's code in the text of its error alone. */
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    (error: Error) => /OTS[A-Za-z]+/.exec(error.message)?.[0] ?? error.message,
  );

useOrders();

describe("tables", () => {
  it("can be created once, listed and described", async () => {
    expect((await call("listTable", {})).tableNames).toEqual(["orders"]);
    expect(await call("describeTable", { tableName: "orders" })).toMatchObject({
      tableMeta: {
        tableName: "orders",
        primaryKey: [
          { name: "user", type: 2 },
          { name: "id", type: 1 },
        ],
      },
      tableOptions: { timeToLive: -1, maxVersions: 2 },
    });
    expect(await refusal(call("createTable", table("orders")))).toBe("OTSObjectAlreadyExist");
    expect(await refusal(call("describeTable", { tableName: "none" }))).toBe("OTSObjectNotExist");
    expect(await refusal(tableClient(url(), "nowhere").listTable?.({}) ?? Promise.resolve())).toBe("OTSAuthFailed");
  });

  it("can be updated and deleted", async () => {
    await call("createTable", table("passing"));
    await call("updateTable", { tableName: "passing", tableOptions: { maxVersions: 5, timeToLive: 86400 } });
    const { tableOptions } = await call("describeTable", { tableName: "passing" });
    expect(tableOptions).toMatchObject({ maxVersions: 5, timeToLive: 86400 });
    await call("deleteTable", { tableName: "passing" });
    expect(await refusal(call("describeTable", { tableName: "passing" }))).toBe("OTSObjectNotExist");
  });
});

describe("rows", () => {
  it("keep values of every type", async () => {
    const columns = [{ text: "größe" }, { whole: int(-7) }, { part: 5 }, { yes: true }, { raw: Buffer.from([0, 255]) }];
    await put("orders", "types", 1, columns);
    expect(await get("orders", "types", 1)).toEqual({
      user: "types",
      id: 1,
      text: "größe",
      whole: -7,
      part: 5,
      yes: true,
      raw: Buffer.from([0, 255]),
    });
    expect(await get("orders", "types", 1, { columnsToGet: ["yes"] })).toEqual({ user: "types", id: 1, yes: true });
    expect(await get("orders", "types", 2)).toEqual({});
  });

  it("can be updated column by column, incremented and deleted", async () => {
    await put("orders", "change", 1, [{ a: "1" }, { b: "2" }, { n: int(40) }]);
    await call("updateRow", {
      tableName: "orders",
      condition: new Condition(RowExistenceExpectation.EXPECT_EXIST, null),
      primaryKey: key("change", 1),
      updateOfAttributeColumns: [{ PUT: [{ a: "3" }] }, { DELETE_ALL: ["b"] }, { INCREMENT: [{ n: int(2) }] }],
    });
    expect(await get("orders", "change", 1)).toEqual({ user: "change", id: 1, a: "3", n: 42 });
    const { row } = await call("getRow", { tableName: "orders", primaryKey: key("change", 1), maxVersions: 2 });
    expect(
      row?.attributes?.filter(({ columnName }) => columnName === "a").map(({ columnValue }) => columnValue),
    ).toEqual(["3", "1"]);
    await call("deleteRow", { tableName: "orders", condition: always, primaryKey: key("change", 1) });
    expect(await get("orders", "change", 1)).toEqual({});
  });

  it("change only when the condition holds", async () => {
    const isNew = new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST, null);
    await put("orders", "guarded", 1, [{ state: "open" }], isNew);
    expect(await refusal(put("orders", "guarded", 1, [{ state: "again" }], isNew))).toBe("OTSConditionCheckFail");
    const when = (value: string) =>
      new Condition(
        RowExistenceExpectation.IGNORE,
        new SingleColumnCondition("state", value, ComparatorType.EQUAL ?? 1, false, true),
      );
    expect(await refusal(put("orders", "guarded", 1, [{ state: "done" }], when("closed")))).toBe(
      "OTSConditionCheckFail",
    );
    await put("orders", "guarded", 1, [{ state: "done" }], when("open"));
    expect(await get("orders", "guarded", 1)).toMatchObject({ state: "done" });
  });

  it("require the table's whole primary key", async () => {
    const wrong = { tableName: "orders", condition: always, primaryKey: [{ user: "x" }], attributeColumns: [] };
    expect(await refusal(call("putRow", wrong))).toBe("OTSInvalidPK");
    expect(await refusal(call("putRow", { ...wrong, primaryKey: [{ user: int(1) }, { id: int(1) }] }))).toBe(
      "OTSInvalidPK",
    );
  });

  it("get an auto-increment number from the service", async () => {
    const primaryKey = [
      { name: "user", type: "STRING" },
      { name: "id", type: "INTEGER", option: "AUTO_INCREMENT" },
    ];
    await call("createTable", table("counted", { primaryKey }));
    const add = async () => {
      const { row } = await call("putRow", {
        tableName: "counted",
        condition: always,
        primaryKey: [{ user: "a" }, { id: tablestore.PK_AUTO_INCR }],
        attributeColumns: [{ x: "y" }],
        returnContent: { returnType: tablestore.ReturnType.Primarykey },
      });
      return Number(flat(row).id);
    };
    const first = await add();
    expect(await add()).toBeGreaterThan(first);
  });

  it("expire after the table's time to live", async () => {
    await call("createTable", { ...table("brief"), tableOptions: { timeToLive: 86400, maxVersions: 1 } });
    await put("brief", "a", 1, [{ x: "y" }]);
    expect(await get("brief", "a", 1)).toMatchObject({ x: "y" });
    await advance(86_401_000);
    expect(await get("brief", "a", 1)).toEqual({});
  });
});

describe("batches and ranges of rows", () => {
  beforeAll(async () => {
    await call("createTable", table("many"));
    const tables = [
      {
        tableName: "many",
        rows: [3, 1, 2, 5, 4].map((id) => ({
          type: "PUT",
          condition: always,
          primaryKey: key("a", id),
          attributeColumns: [{ n: int(id) }, { even: id % 2 === 0 }],
        })),
      },
    ];
    const answer = await call("batchWriteRow", { tables });
    expect(answer.tables?.flat().every(({ isOk }) => isOk)).toBe(true);
  });

  const range = (more: object) =>
    call("getRange", {
      tableName: "many",
      direction: tablestore.Direction.FORWARD,
      inclusiveStartPrimaryKey: key(INF_MIN, INF_MIN),
      exclusiveEndPrimaryKey: key(INF_MAX, INF_MAX),
      maxVersions: 1,
      ...more,
    });
  const ids = async (more: object) => (await range(more)).rows?.map((row) => flat(row).id);

  it("are read in key order, forward and backward, page by page", async () => {
    expect(await ids({})).toEqual([1, 2, 3, 4, 5]);
    const bounds = { inclusiveStartPrimaryKey: key("a", 2), exclusiveEndPrimaryKey: key("a", 4) };
    expect(await ids(bounds)).toEqual([2, 3]);
    const down = { inclusiveStartPrimaryKey: key("a", 4), exclusiveEndPrimaryKey: key("a", 1) };
    expect(await ids({ ...down, direction: tablestore.Direction.BACKWARD })).toEqual([4, 3, 2]);
    const page = await range({ limit: 2 });
    expect(page.rows?.map((row) => flat(row).id)).toEqual([1, 2]);
    expect(flat({ primaryKey: page.nextStartPrimaryKey ?? [] })).toEqual({ user: "a", id: 3 });
    expect((await range({ limit: 5 })).nextStartPrimaryKey ?? null).toBeNull();
    expect(await refusal(range({ ...down }))).toBe("OTSParameterInvalid");
  });

  it("can be filtered by columns", async () => {
    const even = new SingleColumnCondition("even", true, ComparatorType.EQUAL ?? 1);
    const big = new SingleColumnCondition("n", int(3), ComparatorType.GREATER_THAN ?? 3);
    const both = new tablestore.CompositeCondition(tablestore.LogicalOperator.AND);
    both.addSubCondition(even);
    both.addSubCondition(big);
    expect(await ids({ columnFilter: even })).toEqual([2, 4]);
    expect(await ids({ columnFilter: both })).toEqual([4]);
    const paged = await get("many", "a", 1, { columnFilter: new tablestore.ColumnPaginationFilter(1, 1) });
    expect(paged).toEqual({ user: "a", id: 1, n: 1 });
  });

  it("are read and written with one result each", async () => {
    const read = await call("batchGetRow", {
      tables: [{ tableName: "many", primaryKey: [key("a", 1), key("a", 99)], maxVersions: 1 }],
    });
    expect(read.tables?.[0]).toHaveLength(2);
    expect(read.tables?.flat().every(({ isOk }) => isOk)).toBe(true);
    const isNew = new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST, null);
    const row = (id: number, condition: object) => ({
      type: "PUT",
      condition,
      primaryKey: key("a", id),
      attributeColumns: [],
    });
    const written = await call("batchWriteRow", {
      tables: [{ tableName: "many", rows: [row(1, isNew), row(6, isNew)] }],
    });
    expect(written.tables?.flat().map(({ isOk, errorCode }) => [isOk, errorCode ?? null])).toEqual([
      [false, "OTSConditionCheckFail"],
      [true, null],
    ]);
  });
});

describe("a global index", () => {
  it("follows changes of its table", async () => {
    const defined = {
      definedColumn: [
        { name: "state", type: 4 },
        { name: "note", type: 4 },
      ],
    };
    await call("createTable", { ...table("tasks", defined), tableOptions: { timeToLive: -1, maxVersions: 1 } });
    await put("tasks", "a", 1, [{ state: "open" }, { note: "one" }]);
    await call("createIndex", {
      mainTableName: "tasks",
      indexMeta: { name: "by_state", primaryKey: ["state"], definedColumn: ["note"] },
      includeBaseData: true,
    });
    await put("tasks", "b", 2, [{ state: "open" }, { note: "two" }]);
    await put("tasks", "c", 3, [{ note: "not indexed" }]);
    const open = async () => {
      const bounds = (user: object) => [{ state: "open" }, { user }, { id: user }];
      const { rows } = await call("getRange", {
        tableName: "by_state",
        direction: tablestore.Direction.FORWARD,
        inclusiveStartPrimaryKey: bounds(INF_MIN),
        exclusiveEndPrimaryKey: bounds(INF_MAX),
        maxVersions: 1,
      });
      return rows?.map(flat);
    };
    expect(await open()).toEqual([
      { state: "open", user: "a", id: 1, note: "one" },
      { state: "open", user: "b", id: 2, note: "two" },
    ]);
    await put("tasks", "a", 1, [{ state: "done" }, { note: "one" }]);
    await call("deleteRow", { tableName: "tasks", condition: always, primaryKey: key("b", 2) });
    expect(await open()).toEqual([]);
    await call("dropIndex", { mainTableName: "tasks", indexName: "by_state" });
    expect(await refusal(open())).toBe("OTSObjectNotExist");
  });
});
