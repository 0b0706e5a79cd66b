import { beforeAll, describe, expect, it } from "vitest";
import { TestResource, useCloud } from "./cloud.ts";

const cloud = useCloud();

describe("Log Service projects", () => {
  it("creates, updates, imports and deletes a log project", async () => {
    const inputs = { projectName: "polyfn-logs", description: "logs", tags: { team: "a" } };
    const life = await new TestResource(cloud, "alicloud:log/project:Project").create(inputs);
    expect(life.id).toBe("polyfn-logs");
    expect(life.state).toMatchObject({ name: "polyfn-logs", status: "Normal" });
    await life.change({ ...inputs, description: "more logs", tags: { stage: "dev" } });
    await life.import("polyfn-logs");
    await life.delete();
  });

  it("refuses a log project with both name and projectName", () => {
    const life = new TestResource(cloud, "alicloud:log/project:Project", "two");
    expect(life.refusals({ projectName: "a-b", name: "c-d" })).toEqual([
      "Exactly one of name, projectName must be given, and name and projectName are.",
    ]);
  });
});

describe("Log Service logstores", () => {
  beforeAll(async () => {
    await new TestResource(cloud, "alicloud:log/project:Project", "holder").create({ projectName: "polyfn-holder" });
  });

  it("creates, updates, imports and deletes a logstore", async () => {
    const inputs = { projectName: "polyfn-holder", logstoreName: "one", retentionPeriod: 7, shardCount: 2 };
    const life = await new TestResource(cloud, "alicloud:log/store:Store").create(inputs);
    expect(life.id).toBe("polyfn-holder:one");
    expect(life.state).toMatchObject({ name: "one", project: "polyfn-holder", shards: [{ id: 0 }, { id: 1 }] });
    expect(life.differences({ ...inputs, shardCount: 4 })).toEqual({});
    await life.change({ ...inputs, retentionPeriod: 30, autoSplit: true, maxSplitShardCount: 8 });
    expect(life.differences({ ...inputs, logstoreName: "two" })).toMatchObject({ logstoreName: "replace" });
    await life.import("polyfn-holder:one");
    await life.delete();
  });

  it("creates, updates, imports and deletes the index of a logstore", async () => {
    const store = await new TestResource(cloud, "alicloud:log/store:Store", "indexed").create({
      projectName: "polyfn-holder",
      logstoreName: "indexed",
    });
    const inputs = { project: "polyfn-holder", logstore: "indexed", fullText: { token: " ,;\n\t" } };
    const life = await new TestResource(cloud, "alicloud:log/storeIndex:StoreIndex").create(inputs);
    expect(life.id).toBe("polyfn-holder:indexed");
    const fieldSearches = [
      { name: "level", type: "text", token: " ", enableAnalytics: true },
      { name: "body", type: "json", token: " ", jsonKeys: [{ name: "id", type: "long" }] },
    ];
    await life.change({ ...inputs, fieldSearches });
    await life.import("polyfn-holder:indexed");
    await life.delete();
    await store.delete();
  });
});
