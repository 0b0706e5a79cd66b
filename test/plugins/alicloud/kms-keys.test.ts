import { describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();
const KEY = "alicloud:kms/key:Key";
const ALIAS = "alicloud:kms/alias:Alias";

describe(KEY, () => {
  it("creates, updates and schedules the deletion of a key", async () => {
    const rotation = { automaticRotation: "Enabled", rotationInterval: "31536000s" };
    const key = await new TestResource(cloud, KEY).create({
      ...rotation,
      pendingWindowInDays: 7,
      tags: { a: "1", b: "2" },
    });
    expect(key.id).toMatch(/^key-/);
    await key.change({ ...rotation, description: "Master", pendingWindowInDays: 7, tags: { a: "3" } });
    await key.change({
      automaticRotation: "Disabled",
      description: "Master",
      status: "Disabled",
      pendingWindowInDays: 9,
    });
    expect(key.state).toMatchObject({ status: "Disabled", automaticRotation: "Disabled" });
    await key.delete();
  });

  it("refuses a deletion window below the minimum", () => {
    expect(new TestResource(cloud, KEY).refusals({ pendingWindowInDays: 3 }).join()).toMatch(/pendingWindowInDays/);
  });
});

describe(ALIAS, () => {
  it("creates, updates, imports and deletes a key alias", async () => {
    const first = await new TestResource(cloud, KEY, "first").create({ pendingWindowInDays: 7 });
    const second = await new TestResource(cloud, KEY, "second").create({ pendingWindowInDays: 7 });
    const alias = await new TestResource(cloud, ALIAS).create({ aliasName: "alias/app-master", keyId: first.id });
    expect(alias.id).toBe("alias/app-master");
    await alias.change({ aliasName: "alias/app-master", keyId: second.id });
    expect(alias.differences({ aliasName: "alias/other", keyId: second.id })).toMatchObject({ aliasName: "replace" });
    await alias.import(alias.id);
    await alias.delete();
  });
});
