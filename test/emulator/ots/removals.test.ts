import { describe, expect, it } from "vitest";
import { always, call, get, key, put, table, useOrders } from "./orders.ts";

useOrders();

describe("missing rows", () => {
  const gone = [{ DELETE_ALL: ["a"] }];

  it("are not created by an update that only deletes columns", async () => {
    const condition = always;
    const updateOfAttributeColumns = gone;
    await call("updateRow", { tableName: "orders", condition, primaryKey: key("none", 1), updateOfAttributeColumns });
    const row = { type: "UPDATE", condition, primaryKey: key("none", 2), attributeColumns: gone };
    await call("batchWriteRow", { tables: [{ tableName: "orders", rows: [row] }] });
    expect([await get("orders", "none", 1), await get("orders", "none", 2)]).toEqual([{}, {}]);
    await put("orders", "there", 1, [{ a: "1" }]);
    await call("updateRow", { tableName: "orders", condition, primaryKey: key("there", 1), updateOfAttributeColumns });
    expect(await get("orders", "there", 1)).toEqual({ user: "there", id: 1 });
  });
});

describe("capacity units", () => {
  const size = async (tableName: string, bytes: number) => {
    // Names and values of the key are 4 + 1 and 2 + 8 bytes, the column's name 1.
    await put(tableName, "u", 1, [{ a: "x".repeat(bytes - 16) }]);
    const { consumed } = await call("getRow", { tableName, primaryKey: key("u", 1), maxVersions: 1 });
    return (consumed as { capacityUnit: { read: number } }).capacityUnit.read;
  };

  it("include a version number only in tables that keep or expire versions", async () => {
    await call("createTable", { ...table("plain"), tableOptions: { timeToLive: -1, maxVersions: 1 } });
    expect([await size("plain", 4096), await size("plain", 4097)]).toEqual([1, 2]);
    await call("createTable", table("kept"));
    expect([await size("kept", 4088), await size("kept", 4089)]).toEqual([1, 2]);
    await call("createTable", { ...table("forgotten"), tableOptions: { timeToLive: 86_400, maxVersions: 1 } });
    expect([await size("forgotten", 4088), await size("forgotten", 4089)]).toEqual([1, 2]);
    for (const tableName of ["plain", "kept", "forgotten"]) await call("deleteTable", { tableName });
  });
});
