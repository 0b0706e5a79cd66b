import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { tableClient, tablestore } from "../ots/client.ts";
import { oldLogClient } from "../sls/clients.ts";
import { resolveHere } from "../sls/resolve.ts";
import { controlClient, createInstance } from "./client.ts";

const require = createRequire(import.meta.url);
const core = require("@alicloud/openapi-core") as typeof import("@alicloud/openapi-core");
const ram = require("@alicloud/ram20150501") as typeof import("@alicloud/ram20150501");

let server: AliyunServer;
let key: { accessKeyId: string; accessKeySecret: string };

const POLICY = {
  Version: "1",
  Statement: [
    {
      Effect: "Allow",
      Action: ["log:PostLogStoreLogs"],
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/proj/logstore/open"],
    },
    {
      Effect: "Allow",
      Action: ["ots:GetRow"],
      Resource: ["acs:ots:cn-hangzhou:1234567890123456:instance/demo/table/open"],
    },
  ],
};

/** A user with a key, who may do what the policy says. */
async function makeUser(): Promise<typeof key> {
  const client = new ram.default(
    new core.$OpenApiUtil.Config({
      accessKeyId: "offline",
      accessKeySecret: "offline",
      endpoint: new URL(server.url).host,
      protocol: "http",
    }),
  );
  await client.createUser(new ram.CreateUserRequest({ userName: "writer" }));
  const policyDocument = JSON.stringify(POLICY);
  await client.createPolicy(new ram.CreatePolicyRequest({ policyName: "write", policyDocument }));
  const attach = { policyName: "write", policyType: "Custom", userName: "writer" };
  await client.attachPolicyToUser(new ram.AttachPolicyToUserRequest(attach));
  const { body } = await client.createAccessKey(new ram.CreateAccessKeyRequest({ userName: "writer" }));
  return {
    accessKeyId: body?.accessKey?.accessKeyId ?? "",
    accessKeySecret: body?.accessKey?.accessKeySecret ?? "",
  };
}

beforeAll(async () => {
  resolveHere();
  server = await startAliyun();
  key = await makeUser();
});
afterAll(() => server.stop());

const code = (promise: Promise<unknown> | undefined): Promise<unknown> =>
  promise?.then(
    () => "none",
    (error: Error & { code?: unknown }) => /OTS[A-Za-z]+/.exec(error.message)?.[0] ?? error.code,
  ) ?? Promise.reject(new Error("the client has no such method"));

it("allows a user to write only to the logstore that the policy names, and to read none", async () => {
  const endpoint = `http://cn-hangzhou.log.aliyuncs.com:${new URL(server.url).port}`;
  const root = oldLogClient(endpoint);
  await root.createProject("proj", { description: "" });
  for (const name of ["open", "closed"]) await root.createLogStore("proj", name, { ttl: 1, shardCount: 1 });
  const user = oldLogClient(endpoint, key);
  const logs = [{ timestamp: Math.floor(Date.now() / 1000), content: { a: "b" } }];
  expect(await code(user.postLogStoreLogs("proj", "open", { logs }))).toBe("none");
  expect(await code(user.postLogStoreLogs("proj", "closed", { logs }))).toBe("Unauthorized");
  expect(await code(user.getLogStore("proj", "open"))).toBe("Unauthorized");
  const stranger = oldLogClient(endpoint, { ...key, accessKeySecret: "wrong" });
  expect(await code(stranger.postLogStoreLogs("proj", "open", { logs }))).toBe("SignatureNotMatch");
});

it("allows a user to read only the table that the policy names, and to write none", async () => {
  await createInstance(controlClient(server.url), "demo");
  const root = tableClient(server.url, "demo");
  for (const tableName of ["open", "closed"]) {
    await root.createTable?.({
      tableMeta: { tableName, primaryKey: [{ name: "id", type: "STRING" }] },
      reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
      tableOptions: { timeToLive: -1, maxVersions: 1 },
    });
  }
  const user = tableClient(server.url, "demo", key);
  const get = (tableName: string) => user.getRow?.({ tableName, primaryKey: [{ id: "a" }], maxVersions: 1 });
  expect(await code(get("open"))).toBe("none");
  expect(await code(get("closed"))).toBe("OTSNoPermissionAccess");
  const condition = new tablestore.Condition(tablestore.RowExistenceExpectation.IGNORE, null);
  const row = { tableName: "open", condition, primaryKey: [{ id: "a" }], attributeColumns: [{ x: "y" }] };
  expect(await code(user.putRow?.(row))).toBe("OTSNoPermissionAccess");
});
