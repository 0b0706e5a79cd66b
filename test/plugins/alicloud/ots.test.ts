import { beforeAll, describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const tableInputs = {
  instanceName: "pf-holder",
  tableName: "rows",
  primaryKeys: [{ name: "id", type: "String" }],
  timeToLive: -1,
  maxVersion: 1,
};

describe("Tablestore instances", () => {
  it("creates, updates, imports and deletes an instance", async () => {
    const inputs = { name: "pf-one", tags: { team: "a" } };
    const life = await new TestResource(cloud, "alicloud:ots/instance:Instance").create(inputs);
    expect(life.id).toBe("pf-one");
    expect(life.state).toMatchObject({ instanceType: "HighPerformance", accessedBy: "Any" });
    await life.change({ ...inputs, tags: { stage: "dev" }, networkTypeAcls: ["VPC"] });
    expect(life.differences({ ...inputs, description: "x" })).not.toHaveProperty("description");
    await life.import("pf-one");
    await life.delete();
  });
});

it.each([
  ["table:Table", "pf-nowhere:rows"],
  ["secondaryIndex:SecondaryIndex", "pf-nowhere:rows:by_status:Global"],
  ["tunnel:Tunnel", "pf-nowhere:rows:changes"],
])("reads a %s of an instance that is gone as gone, and deletes it", async (type, id) => {
  const named = { token: `alicloud:ots/${type}`, urn: `urn:pulumi:test::gone::alicloud:ots/${type}::one` };
  expect(await cloud.lifecycle.read(named, id, {}, undefined)).toBeUndefined();
  await cloud.lifecycle.delete(named, id, {});
});

describe("Tablestore tables", () => {
  beforeAll(async () => {
    await new TestResource(cloud, "alicloud:ots/instance:Instance", "holder").create({ name: "pf-holder" });
  });

  it("creates, updates, imports and deletes a table with an index and a tunnel", async () => {
    const definedColumns = [{ name: "status", type: "String" }];
    const inputs = { ...tableInputs, definedColumns };
    const table = await new TestResource(cloud, "alicloud:ots/table:Table").create(inputs);
    expect(table.id).toBe("pf-holder:rows");
    expect(table.state).toMatchObject({ allowUpdate: true, deviationCellVersionInSec: "86400" });
    const more = [...definedColumns, { name: "total", type: "Integer" }];
    await table.change({ ...inputs, definedColumns: more });
    await expect(table.change({ ...inputs, definedColumns: [{ name: "status", type: "Integer" }] })).rejects.toThrow(
      "can't be changed to Integer",
    );
    const index = await new TestResource(cloud, "alicloud:ots/secondaryIndex:SecondaryIndex").create({
      instanceName: "pf-holder",
      tableName: "rows",
      indexName: "by_status",
      indexType: "Global",
      includeBaseData: true,
      primaryKeys: ["status", "id"],
      definedColumns: ["total"],
    });
    expect(index.id).toBe("pf-holder:rows:by_status:Global");
    await index.import(index.id, ["includeBaseData"]);
    await index.delete();
    const tunnel = await new TestResource(cloud, "alicloud:ots/tunnel:Tunnel").create({
      instanceName: "pf-holder",
      tableName: "rows",
      tunnelName: "changes",
      tunnelType: "Stream",
    });
    expect(tunnel.id).toBe("pf-holder:rows:changes");
    expect(tunnel.state).toMatchObject({ tunnelId: expect.stringMatching(/./), expired: false });
    await tunnel.import(tunnel.id);
    await tunnel.delete();
    await table.import("pf-holder:rows");
    await table.delete();
  });

  it("encrypts a table with a customer key or a Tablestore service key", async () => {
    const own = { enableSse: true, sseKeyType: "SSE_BYOK", sseKeyId: "key-1", sseRoleArn: "acs:ram::1:role/ots" };
    const inputs = { ...tableInputs, tableName: "sealed" };
    const table = await new TestResource(cloud, "alicloud:ots/table:Table", "sealed").create({ ...inputs, ...own });
    expect(table.state).toMatchObject(own);
    await table.import("pf-holder:sealed");
    await table.delete();
    const service = { enableSse: true, sseKeyType: "SSE_KMS_SERVICE" };
    const other = await new TestResource(cloud, "alicloud:ots/table:Table", "service").create({
      ...inputs,
      ...service,
    });
    expect(other.state).toMatchObject(service);
    expect(other.state).not.toHaveProperty("sseKeyId");
    await other.delete();
  });

  it("updates table options in place and replaces the table when its primary key changes", async () => {
    const inputs = { ...tableInputs, tableName: "options" };
    const table = await new TestResource(cloud, "alicloud:ots/table:Table", "options").create(inputs);
    await table.change({ ...inputs, timeToLive: 86_400, maxVersion: 2, deviationCellVersionInSec: "100" });
    expect(table.differences({ ...inputs, primaryKeys: [{ name: "key", type: "String" }] })).toMatchObject({
      "primaryKeys[0].name": "replace",
    });
    await table.delete();
  });

  it("refuses the same invalid table inputs as the provider", () => {
    const life = new TestResource(cloud, "alicloud:ots/table:Table", "refused");
    expect(life.refusals({ ...tableInputs, tableName: "a-b" })).toEqual([expect.stringContaining("must match")]);
    expect(life.refusals({ ...tableInputs, maxVersion: 0 })).toEqual([
      "maxVersion is 0, but 1 to 2147483647 is allowed.",
    ]);
  });
});
