import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { type OldLogClient, oldLogClient } from "./clients.ts";
import { resolveHere } from "./resolve.ts";

// CommonJS packages whose types and exports disagree on where the class is.
const require = createRequire(import.meta.url);
const core = require("@alicloud/openapi-core") as typeof import("@alicloud/openapi-core");
const { RuntimeOptions } = require("@darabonba/typescript") as typeof import("@darabonba/typescript");
const sls = require("@alicloud/sls20201230") as typeof import("@alicloud/sls20201230");

const PROJECT = "orders-logs";
let server: AliyunServer;
let old: OldLogClient;
let client: InstanceType<typeof sls.default>;

beforeAll(async () => {
  resolveHere();
  server = await startAliyun();
  const endpoint = `cn-hangzhou.log.aliyuncs.com:${new URL(server.url).port}`;
  old = oldLogClient(`http://${endpoint}`);
  client = new sls.default(
    new core.$OpenApiUtil.Config({
      accessKeyId: "offline",
      accessKeySecret: "offline",
      regionId: "cn-hangzhou",
      endpoint,
      protocol: "http",
    }),
  );
});
afterAll(() => server.stop());

const now = (): number => Math.floor(server.clock.now() / 1000);
const range = () => ({ from: new Date((now() - 60) * 1000), to: new Date((now() + 60) * 1000) });
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "none",
    (error: { code?: string }) => error.code,
  );

describe("log projects, with the newer client", () => {
  it("can be created, read, updated, tagged, given a policy and deleted", async () => {
    await client.createProject(new sls.CreateProjectRequest({ projectName: "p-one", description: "first" }));
    expect((await client.getProject("p-one")).body).toMatchObject({
      projectName: "p-one",
      description: "first",
      status: "Normal",
      region: "cn-hangzhou",
      owner: "1234567890123456",
    });
    expect(
      await code(client.createProject(new sls.CreateProjectRequest({ projectName: "p-one", description: "" }))),
    ).toBe("ProjectAlreadyExist");
    await client.updateProject("p-one", new sls.UpdateProjectRequest({ description: "second" }));
    const tags = [new sls.TagResourcesRequestTags({ key: "env", value: "dev" })];
    await client.tagResources(new sls.TagResourcesRequest({ resourceType: "project", resourceId: ["p-one"], tags }));
    const tagged = await client.listTagResources(
      new sls.ListTagResourcesRequest({ resourceType: "project", resourceId: ["p-one"] }),
    );
    expect(tagged.body?.tagResources).toMatchObject([{ resourceId: "p-one", tagKey: "env", tagValue: "dev" }]);
    await client.putProjectPolicy("p-one", new sls.PutProjectPolicyRequest({ body: '{"Version":"1","Statement":[]}' }));
    expect((await client.getProjectPolicy("p-one")).body).toBe('{"Version":"1","Statement":[]}');
    const listed = await client.listProject(new sls.ListProjectRequest({ projectName: "p-o" }));
    expect(listed.body).toMatchObject({ total: 1, projects: [{ projectName: "p-one", description: "second" }] });
    await client.deleteProject("p-one", new sls.DeleteProjectRequest({}));
    expect(await code(client.getProject("p-one"))).toBe("ProjectNotExist");
  });

  it("require a name that the vendor allows", async () => {
    const request = new sls.CreateProjectRequest({ projectName: "Not_A_Name", description: "" });
    expect(await code(client.createProject(request))).toBe("ParameterInvalid");
  });
});

describe("logstores", () => {
  beforeAll(async () => {
    await old.createProject(PROJECT, { description: "logs" });
    await old.createLogStore(PROJECT, "app", { ttl: 7, shardCount: 2 });
  });

  it("return their settings, with shards that divide the hash keys", async () => {
    expect(await old.getLogStore(PROJECT, "app")).toMatchObject({
      logstoreName: "app",
      ttl: 7,
      shardCount: 2,
      mode: "standard",
    });
    expect(await client.getLogStoreMeteringMode(PROJECT, "app").then(({ body }) => body)).toEqual({
      meteringMode: "ChargeByFunction",
    });
    await client.updateLogStore(
      PROJECT,
      "app",
      new sls.UpdateLogStoreRequest({ logstoreName: "app", ttl: 7, mode: "query" }),
    );
    expect((await client.getLogStore(PROJECT, "app")).body).toMatchObject({ mode: "query", ttl: 7 });
    const metrics = new sls.CreateLogStoreRequest({
      logstoreName: "m-store",
      ttl: 7,
      shardCount: 1,
      telemetryType: "Metrics",
    });
    expect(await code(client.createLogStore(PROJECT, metrics))).toBe("ParameterInvalid");
    const { body } = await client.listShards(PROJECT, "app");
    expect(body).toMatchObject([
      { shardID: 0, status: "readwrite", inclusiveBeginKey: "0".repeat(32), exclusiveEndKey: `8${"0".repeat(31)}` },
      { shardID: 1, status: "readwrite", inclusiveBeginKey: `8${"0".repeat(31)}`, exclusiveEndKey: "f".repeat(32) },
    ]);
    expect(await old.listLogStore(PROJECT)).toEqual({ count: 1, total: 1, logstores: ["app"] });
    expect(await code(old.createLogStore(PROJECT, "app", { ttl: 1, shardCount: 1 }))).toBe("LogStoreAlreadyExist");
    expect(await code(old.getLogStore(PROJECT, "none"))).toBe("LogStoreNotExist");
  });

  it("can be searched with an index, by words, fields and ranges", async () => {
    const { from, to } = range();
    expect(await code(old.getLogs(PROJECT, "app", from, to))).toBe("IndexConfigNotExist");
    await old.createIndex(PROJECT, "app", {
      line: { token: [" ", ",", "/", ":"], caseSensitive: false },
      keys: { status: { type: "long" }, path: { type: "text", token: ["/"] } },
    });
    expect(await code(old.createIndex(PROJECT, "app", { line: { token: [" "] } }))).toBe("IndexAlreadyExist");
    const logs = [
      { timestamp: now(), content: { status: "200", path: "/items/7", message: "Served it" } },
      { timestamp: now() + 1, content: { status: "503", path: "/items/8", message: "failed: upstream" } },
    ];
    await old.postLogStoreLogs(PROJECT, "app", { logs, topic: "web", source: "10.0.0.1", tags: [{ host: "a" }] });
    const find = async (query: string, more: object = {}) =>
      ((await old.getLogs(PROJECT, "app", from, to, { query, ...more })) as { status: string }[]).map(
        ({ status }) => status,
      );
    expect(await find("served")).toEqual(["200"]);
    expect(await find("status > 400")).toEqual(["503"]);
    expect(await find("status in [200 300) or status: 503")).toEqual(["200", "503"]);
    expect(await find("path: items not path: 8")).toEqual(["200"]);
    expect(await find('#"it failed"')).toEqual([]);
    expect(await find("fail* and __topic__: web and __tag__:host: a")).toEqual(["503"]);
    expect(await find("*", { reverse: true })).toEqual(["503", "200"]);
    expect(await find("*", { line: 1, offset: 1 })).toEqual(["503"]);
    expect(await code(find("message: x"))).toBe("ParameterInvalid");
    expect(await code(find("(a"))).toBe("InvalidQueryString");
    expect(await code(find("* | select count(1)"))).toBe("NotSupported");
    const around = new sls.GetContextLogsRequest({ backLines: 1, forwardLines: 1, packId: "x", packMeta: "y" });
    expect(await code(client.getContextLogs(PROJECT, "app", around))).toBe("InvalidParameter");
    const [bar] = (await old.getHistograms(PROJECT, "app", from, to, { query: "*", interval: 3600 })) as {
      count: number;
    }[];
    expect(bar?.count).toBe(2);
    const bars = await client.getHistograms(
      PROJECT,
      "app",
      new sls.GetHistogramsRequest({ from: now() - 60, to: now() + 60, query: "failed" }),
    );
    expect(bars.body?.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(1);
    const second = await client.getLogsV2WithOptions(
      PROJECT,
      "app",
      new sls.GetLogsV2Request({ from: now() - 60, to: now() + 60, query: "failed" }),
      new sls.GetLogsV2Headers({ acceptEncoding: "lz4" }),
      new RuntimeOptions({}),
    );
    expect(second.body).toMatchObject({
      meta: { count: 1, progress: "Complete" },
      data: [{ status: "503", __topic__: "web", "__tag__:host": "a", __source__: "10.0.0.1" }],
    });
  });

  it("can be updated", async () => {
    await old.updateLogStore(PROJECT, "app", { ttl: 9 });
    expect(await old.getLogStore(PROJECT, "app")).toMatchObject({ ttl: 9, shardCount: 2 });
    // The Java client sends this with every logstore that does not split.
    await old.updateLogStore(PROJECT, "app", { autoSplit: false, maxSplitShard: -1 });
  });

  it("delete logs after their retention", async () => {
    await old.createLogStore(PROJECT, "short", { ttl: 1, shardCount: 1 });
    await old.createIndex(PROJECT, "short", { line: { token: [" "] } });
    const count = async () => {
      const [from, to] = [new Date(0), new Date((now() + 60) * 1000)];
      return ((await old.getLogs(PROJECT, "short", from, to)) as unknown[]).length;
    };
    await old.postLogStoreLogs(PROJECT, "short", { logs: [{ timestamp: now(), content: { a: "b" } }] });
    await server.clock.advance(23 * 3600_000);
    expect(await count()).toBe(1);
    await server.clock.advance(2 * 3600_000);
    expect(await count()).toBe(0);
  });
});
