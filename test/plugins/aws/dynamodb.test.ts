import { describe, expect, it } from "vitest";
import { indexChanges } from "../../../offline/plugins/aws/dynamodb/indexes.ts";
import { UNKNOWN } from "../../../offline/plugins/server/wire.ts";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const TABLE = "aws:dynamodb/table:Table";
const attribute = (name: string, type = "S") => ({ name, type });
const byOwner = { name: "by-owner", hashKey: "owner", projectionType: "ALL" };
const byTime = {
  name: "by-time",
  hashKey: "owner",
  rangeKey: "time",
  projectionType: "INCLUDE",
  nonKeyAttributes: ["b", "a"],
};

describe(TABLE, () => {
  it("creates, updates, imports and deletes a table", async () => {
    const inputs = {
      name: "images",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      rangeKey: "time",
      attributes: [attribute("id"), attribute("time", "N"), attribute("owner")],
      globalSecondaryIndexes: [byOwner],
      localSecondaryIndexes: [{ name: "local", rangeKey: "owner", projectionType: "KEYS_ONLY" }],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      ttl: { attributeName: "expires", enabled: true },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 7 },
      tags: { a: "1", b: "2" },
    };
    const table = await new TestResource(cloud, TABLE).create(inputs);
    expect(table.id).toBe("images");
    const arn = `arn:aws:dynamodb:us-east-1:${cloud.account}:table/images`;
    expect(table.state).toMatchObject({ arn, streamArn: expect.stringContaining(`${arn}/stream/`) });
    // The order of sets means nothing.
    expect(table.differences({ ...inputs, attributes: [...inputs.attributes].reverse() })).toEqual({});

    await table.change({ ...inputs, globalSecondaryIndexes: [byTime, byOwner] });
    await table.change({ ...inputs, globalSecondaryIndexes: [{ ...byTime, nonKeyAttributes: ["a", "b", "c"] }] });
    await table.change({ ...inputs, streamViewType: "KEYS_ONLY", tags: { a: "3" } });
    expect(table.state).toMatchObject({ streamViewType: "KEYS_ONLY", tagsAll: { a: "3" } });
    await table.change({ ...inputs, deletionProtectionEnabled: true, tableClass: "STANDARD_INFREQUENT_ACCESS" });
    await expect(table.delete()).rejects.toThrow(/protect/i);
    await table.change({
      ...inputs,
      ttl: { attributeName: "expires", enabled: false },
      pointInTimeRecovery: { enabled: false },
    });
    expect(table.differences({ ...inputs, rangeKey: "owner" })).toMatchObject({ rangeKey: "replace" });
    expect(table.differences({ ...inputs, localSecondaryIndexes: [] })).toMatchObject({
      localSecondaryIndexes: "replace",
    });
    await table.import("images");
    await table.delete();
  });

  it("creates, updates and deletes a table with provisioned capacity", async () => {
    const inputs = { hashKey: "id", attributes: [attribute("id")], readCapacity: 2, writeCapacity: 3 };
    const table = await new TestResource(cloud, TABLE, "reserved").create(inputs);
    await table.change({ ...inputs, readCapacity: 4 });
    expect(table.state).toMatchObject({ readCapacity: 4, writeCapacity: 3, billingMode: "PROVISIONED" });
    const indexed = { ...byOwner, readCapacity: 1, writeCapacity: 1 };
    const attributes = [attribute("id"), attribute("owner")];
    await table.change({ ...inputs, readCapacity: 4, attributes, globalSecondaryIndexes: [indexed] });
    await table.change({
      ...inputs,
      readCapacity: 4,
      attributes,
      globalSecondaryIndexes: [{ ...indexed, readCapacity: 2 }],
    });
    const keySchemas = [{ attributeName: "owner", keyType: "HASH" }];
    const bySchema = { name: "by-schema", keySchemas, projectionType: "ALL", readCapacity: 1, writeCapacity: 1 };
    await table.change({ ...inputs, attributes, globalSecondaryIndexes: [bySchema] });
    await table.change({ billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [attribute("id")] });
    await table.delete();
  });

  it("returns an existing table from getTable", async () => {
    const inputs = { name: "found", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [attribute("id")] };
    const stream = { streamEnabled: true, streamViewType: "KEYS_ONLY" };
    const table = await new TestResource(cloud, TABLE, "found").create({ ...inputs, ...stream });
    const find = (name: string) => cloud.lifecycle.invoke("aws:dynamodb/getTable:getTable", { name });
    const { arn, streamArn } = table.state;
    expect(await find("found")).toMatchObject({ id: "found", arn, streamArn, hashKey: "id", tags: {} });
    await table.delete();
    await expect(find("found")).rejects.toThrow(/no table "found"/);
  });

  it.each([
    [{ attributes: [attribute("id"), attribute("b")] }, /"b" is not one/],
    [{ attributes: [] }, /"id" is not\b/],
    [{ streamEnabled: true }, /streamViewType is required/],
    [{ readCapacity: 1 }, /readCapacity can't be set/],
    [{ billingMode: "PROVISIONED", writeCapacity: 1 }, /readCapacity must be at least 1/],
    [{ ttl: { enabled: true } }, /ttl.attributeName is required/],
    [{ localSecondaryIndexes: [{ name: "local", rangeKey: "id", projectionType: "ALL" }] }, /rangeKey is required/],
    [{ globalSecondaryIndexes: [{ name: "index", projectionType: "ALL" }] }, /needs either hashKey or keySchemas/],
    [{ hashKey: "id", attributes: [attribute("id", "T")] }, /one of B, N, S/],
    [{ replicas: [{ regionName: "eu-west-1" }] }, /not served by the offline plugin/],
  ])("refuses the table inputs %j", (more, reason) => {
    const inputs = { name: "rows", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [attribute("id")] };
    expect(new TestResource(cloud, TABLE).refusals({ ...inputs, ...more }).join()).toMatch(reason);
  });

  it("accepts key attributes that are not known yet", () => {
    const inputs = { billingMode: "PAY_PER_REQUEST", hashKey: UNKNOWN, attributes: [attribute("id")] };
    expect(new TestResource(cloud, TABLE).refusals(inputs)).toEqual([]);
  });
});

describe("indexChanges", () => {
  const inputs = { billingMode: "PROVISIONED", hashKey: "id" };
  const index = { ...byOwner, readCapacity: 1, writeCapacity: 1 };

  it("replaces an index when its keys or its projection change", () => {
    const old = { ...inputs, globalSecondaryIndexes: [index] };
    for (const changed of [{ rangeKey: "time" }, { projectionType: "KEYS_ONLY" }]) {
      const changes = indexChanges(old, { ...inputs, globalSecondaryIndexes: [{ ...index, ...changed }] });
      expect(changes.remove).toEqual(["by-owner"]);
      expect(changes.add.map(({ IndexName }) => IndexName)).toEqual(["by-owner"]);
      expect(changes.update).toEqual([]);
    }
  });

  it("updates capacity in place, also when the billing mode changes", () => {
    const to = { ...inputs, globalSecondaryIndexes: [{ ...index, readCapacity: 5 }] };
    const update = { IndexName: "by-owner", ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 1 } };
    for (const billingMode of ["PROVISIONED", "PAY_PER_REQUEST"]) {
      const changes = indexChanges({ billingMode, globalSecondaryIndexes: [index] }, to);
      expect(changes).toEqual({ remove: [], add: [], update: [{ Update: update }] });
    }
  });

  it("ignores the order of indexes and of their attributes", () => {
    const old = { ...inputs, globalSecondaryIndexes: [{ ...byTime, readCapacity: 1, writeCapacity: 1 }, index] };
    const same = [index, { ...byTime, nonKeyAttributes: ["a", "b"], readCapacity: 1, writeCapacity: 1 }];
    expect(indexChanges(old, { ...inputs, globalSecondaryIndexes: same })).toEqual({ remove: [], update: [], add: [] });
  });
});
