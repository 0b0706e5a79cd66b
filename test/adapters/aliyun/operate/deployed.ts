import type { AliyunServer } from "@polyfn/aliyun-emulator";
import { strToU8, zipSync } from "fflate";
import { type Api, READ_MS } from "../../../../adapters/aliyun/operate/api.ts";
import { createClients } from "../../../../adapters/aliyun/operate/clients.ts";
import { loadEventBridge } from "../../../../adapters/aliyun/operate/require.ts";
import type { DeployedPart } from "../../../../adapters/operate.ts";
import { sendRequest } from "../../../../adapters/shared/send-request.ts";
import { signedBy } from "../../../emulator/fc/harness.ts";
import { callRpc } from "../../../emulator/support/call.ts";

/** Not the server's default: the region must come from the deployment. */
export const REGION = "cn-shanghai";
export const ACCOUNT = "1234567890123456";
export const PLACE = { region: REGION, account: ACCOUNT };
const KEYS = { accessKeyId: "offline", accessKeySecret: "offline" };

const part = (service: string, resource: string, name: string): DeployedPart => ({
  name,
  id: `acs:${service}:${REGION}:${ACCOUNT}:${resource}`,
});
export const fn = part("fc", "functions/app-echo", "app-echo");
export const bucket = part("oss", "photos", "photos");
export const queue = part("mns", "/queues/jobs", "jobs");
export const topic = part("mns", "/topics/news", "news");
export const bus = part("eventbridge", "eventbus/shop", "shop");
export const table = part("ots", "instance/app/table/orders", "orders");
/** A table whose key is one column. */
export const people = part("ots", "instance/app/table/people", "people");
export const stream = part("log", "project/app-logs/logstore/clicks", "clicks");

export const code = (source: string): Uint8Array => zipSync({ "index.js": strToU8(source) });
export const ECHO = `exports.handler = async (event, context) => {
  const { fail, say } = JSON.parse(event);
  if (say) { console.log(say); console.log("plain " + say); }
  if (fail) throw new TypeError(fail);
  return "first:" + event;
};`;

/** A request that the vendor's library signs, for a service that the operator does not use. */
async function control(server: AliyunServer, host: string, path: string, content: object): Promise<void> {
  const [url, body] = [`http://${host}${path}`, JSON.stringify(content)];
  const headers = {
    ...signedBy("offline", "offline", url, { method: "POST", body }),
    "content-type": "application/json",
  };
  const answer = await sendRequest(url, { method: "POST", headers, body }, server.url);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`);
}

export async function makeFunction(server: AliyunServer, api: Api): Promise<void> {
  const log = { product: "sls", region: REGION } as const;
  await api.call({ ...log, action: "CreateProject", path: "/", body: { projectName: "app-logs", description: "d" } });
  for (const logstoreName of ["functions", "clicks"]) {
    const body = { logstoreName, ttl: 1, shardCount: 2 };
    await api.call({ ...log, project: "app-logs", action: "CreateLogStore", path: "/logstores", body });
  }
  const line = { token: [" "], caseSensitive: false, chn: false };
  const path = "/logstores/functions/index";
  await api.call({ ...log, project: "app-logs", action: "CreateIndex", path, body: { line, keys: {} } });
  const trust = {
    Version: "1",
    Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: ["fc.aliyuncs.com"] } }],
  };
  const may = { Version: "1", Statement: [{ Effect: "Allow", Action: "log:PostLogStoreLogs", Resource: "*" }] };
  await ram(server, "CreateRole", { RoleName: "writer", AssumeRolePolicyDocument: JSON.stringify(trust) });
  await ram(server, "CreatePolicy", { PolicyName: "writer", PolicyDocument: JSON.stringify(may) });
  await ram(server, "AttachPolicyToRole", { RoleName: "writer", PolicyName: "writer", PolicyType: "Custom" });
  const call = { product: "fc", ...PLACE, method: "POST" } as const;
  await api.call({
    ...{ ...call, action: "CreateFunction", path: "/2023-03-30/functions" },
    body: {
      ...{
        functionName: fn.name,
        runtime: "nodejs20",
        handler: "index.handler",
        role: `acs:ram::${ACCOUNT}:role/writer`,
      },
      code: { zipFile: Buffer.from(code(ECHO)).toString("base64") },
      logConfig: { project: "app-logs", logstore: "functions" },
    },
  });
  const payload = JSON.stringify({ polyfn: "schedule", trigger: "daily", input: { n: 1 } });
  await api.call({
    ...{ ...call, action: "CreateTrigger", path: `/2023-03-30/functions/${fn.name}/triggers` },
    body: {
      ...{ triggerName: "app-echo-daily", triggerType: "timer", qualifier: "LATEST" },
      triggerConfig: JSON.stringify({ cronExpression: "@every 24h", enable: true, payload }),
    },
  });
}

const ram = (server: AliyunServer, action: string, query: Record<string, string>) =>
  callRpc(server, "2015-05-01", action, query);

export async function makeResources(server: AliyunServer): Promise<void> {
  const clients = createClients({ region: REGION, settings: {}, endpoint: server.url }, { settle: 0 });
  const mns = (await clients.mns(PLACE)) as unknown as Record<string, (name: string) => Promise<unknown>>;
  await mns.createQueue?.(queue.name);
  await mns.createTopic?.(topic.name);
  await (await clients.oss(bucket.name, REGION)).putBucket(bucket.name);
  await control(server, `tablestore.${REGION}.aliyuncs.com`, "/v2/openapi/createinstance", {
    InstanceName: "app",
    ClusterType: "SSD",
  });
  const tables = (await clients.tables("app", REGION)) as unknown as { createTable(of: object): Promise<unknown> };
  await tables.createTable({
    tableMeta: {
      tableName: table.name,
      primaryKey: [
        { name: "day", type: "STRING" },
        { name: "n", type: "INTEGER" },
      ],
      definedColumn: [{ name: "customer", type: 4 }],
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
    indexMetas: [
      {
        name: "by-customer",
        primaryKey: ["customer", "day", "n"],
        definedColumn: [],
        includeBaseData: true,
        indexUpdateMode: 0,
        indexType: 0,
      },
    ],
  });
  await tables.createTable({
    tableMeta: { tableName: people.name, primaryKey: [{ name: "id", type: "STRING" }] },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
  });
  const { default: Client, Config, CreateEventBusRequest } = loadEventBridge();
  const client = new Client(
    new Config({
      ...KEYS,
      readTimeout: READ_MS,
      regionId: REGION,
      endpoint: new URL(server.url).host,
      protocol: "HTTP",
    }),
  );
  await client.createEventBus(new CreateEventBusRequest({ eventBusName: bus.name }));
}
