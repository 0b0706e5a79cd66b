import { afterAll, beforeAll, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { tableClient } from "../ots/client.ts";
import { type ControlClient, control, controlClient, createInstance } from "./client.ts";

let server: AliyunServer;
let client: ControlClient;
beforeAll(async () => {
  server = await startAliyun();
  client = controlClient(server.url);
});
afterAll(() => server.stop());

const read = async (instanceName: string) =>
  (await client.getInstance(new control.GetInstanceRequest({ instanceName }))).body;
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "none",
    (error: { code?: string }) => error.code,
  );

it("creates, reads, updates, tags and deletes an instance", async () => {
  await client.createInstance(
    new control.CreateInstanceRequest({
      instanceName: "demo",
      clusterType: "SSD",
      instanceDescription: "first",
      network: "VPC",
      tags: [new control.CreateInstanceRequestTags({ key: "env", value: "dev" })],
    }),
  );
  expect(await read("demo")).toMatchObject({
    instanceName: "demo",
    instanceStatus: "normal",
    instanceSpecification: "SSD",
    instanceDescription: "first",
    network: "VPC",
    networkTypeACL: ["VPC"],
    networkSourceACL: [],
    tags: [{ key: "env", value: "dev" }],
  });
  expect(await code(createInstance(client, "demo"))).toBe("ObjectAlreadyExist");
  await client.updateInstance(
    new control.UpdateInstanceRequest({
      instanceName: "demo",
      networkTypeACL: ["INTERNET"],
      networkSourceACL: ["TRUST_PROXY"],
    }),
  );
  expect(await read("demo")).toMatchObject({ network: "NORMAL", networkTypeACL: ["INTERNET"] });
  const tag = { resourceType: "INSTANCE", resourceIds: ["demo"] };
  await client.tagResources(
    new control.TagResourcesRequest({ ...tag, tags: [new control.TagResourcesRequestTags({ key: "a", value: "b" })] }),
  );
  await client.untagResources(new control.UntagResourcesRequest({ ...tag, tagKeys: ["env"] }));
  expect((await read("demo"))?.tags).toMatchObject([{ key: "a", value: "b" }]);
  const { body } = await client.listInstances(new control.ListInstancesRequest({ maxResults: 10 }));
  expect(body?.instances?.map(({ instanceName }) => instanceName)).toEqual(["demo"]);
  await client.deleteInstance(new control.DeleteInstanceRequest({ instanceName: "demo" }));
  expect(await code(read("demo"))).toBe("InstanceNotFound");
});

it("requires an instance name and a cluster type that the vendor allows", async () => {
  expect(await code(createInstance(client, "a-name-that-is-too-long"))).toBe("InvalidParameter");
  const request = new control.CreateInstanceRequest({ instanceName: "other", clusterType: "CHEAP" });
  expect(await code(client.createInstance(request))).toBe("InvalidParameter");
});

it("refuses to delete an instance with tables", async () => {
  await createInstance(client, "full");
  const tables = tableClient(server.url, "full");
  await tables.createTable?.({
    tableMeta: { tableName: "orders", primaryKey: [{ name: "id", type: "STRING" }] },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
  });
  const remove = () => client.deleteInstance(new control.DeleteInstanceRequest({ instanceName: "full" }));
  expect(await code(remove())).toBe("OperationDenied");
  await tables.deleteTable?.({ tableName: "orders" });
  await remove();
  expect(await code(read("full"))).toBe("InstanceNotFound");
});
