import { createRequire } from "node:module";
import { type AliyunServer, startAliyun } from "@polyfn/aliyun-emulator";
import { enterCall } from "../../../adapters/aliyun/runtime/call.ts";
import { jsonRefusal, send } from "../../../adapters/aliyun/runtime/http.ts";
import { type ApiCall, signApi } from "../../../adapters/aliyun/runtime/signing/acs3.ts";
import { signEventBridge } from "../../../adapters/aliyun/runtime/signing/eventbridge.ts";
import { signMns } from "../../../adapters/aliyun/runtime/signing/mns.ts";
import { signOss } from "../../../adapters/aliyun/runtime/signing/oss.ts";
import { signSls } from "../../../adapters/aliyun/runtime/signing/sls.ts";
import { fcContext } from "./harness.ts";

const KEYS = { accessKeyId: "offline", accessKeySecret: "offline", securityToken: "" };

/**
 * The emulated cloud, for the shim in this very process: its real host names lead there, over TLS. Node.js reads
 * certificates only when it starts, so here they are not checked.
 */
export async function startCloud(): Promise<AliyunServer> {
  const server = await startAliyun({ strict: true });
  process.env.POLYFN_ALIYUN_URL = server.url;
  process.env.POLYFN_ALIYUN_OTHERS = "refuse";
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  await import("@polyfn/aliyun-emulator/redirect" as string);
  enterCall({ ...fcContext(), credentials: KEYS });
  return server;
}

/** A call of an OpenAPI service, by the account's owner. */
export async function api(call: Omit<ApiCall, "headers">): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/json" };
  const answer = await send({ sign: signApi, refusal: jsonRefusal }, { ...call, headers });
  return (await answer.json()) as Record<string, unknown>;
}

const made = async ([url, init]: [URL, RequestInit], body?: string): Promise<void> => {
  const answer = await fetch(url, { ...init, ...(body !== undefined && { body }) });
  if (!answer.ok) throw new Error(`${url.href}: ${answer.status} ${await answer.text()}`);
};

const region = "cn-hangzhou";

export const createBucket = (bucket: string) =>
  made(signOss({ host: `${bucket}.oss-${region}.aliyuncs.com`, region, bucket, method: "PUT" }, KEYS));

export const createQueue = (queue: string) =>
  made(
    signMns(
      {
        host: `1234567890123456.mns.${region}.aliyuncs.com`,
        method: "PUT",
        resource: `/queues/${queue}`,
        body: '<?xml version="1.0"?><Queue xmlns="http://mns.aliyuncs.com/doc/v1/"></Queue>',
      },
      KEYS,
    ),
  );

export const createTopic = (topic: string) =>
  made(
    signMns(
      {
        host: `1234567890123456.mns.${region}.aliyuncs.com`,
        method: "PUT",
        resource: `/topics/${topic}`,
        body: '<?xml version="1.0"?><Topic xmlns="http://mns.aliyuncs.com/doc/v1/"></Topic>',
      },
      KEYS,
    ),
  );

export const createBus = (bus: string) =>
  made(
    signEventBridge(
      {
        host: `1234567890123456.eventbridge.${region}.aliyuncs.com`,
        path: "/openapi/createEventBus",
        body: JSON.stringify({ EventBusName: bus }),
        type: "application/json; charset=utf-8",
      },
      KEYS,
    ),
  );

async function sls(host: string, path: string, body: object): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  await made(
    signSls({ host, method: "POST", path, headers: { "content-type": "application/json" }, body: bytes }, KEYS),
  );
}

export async function createLogstore(project: string, logstore: string, shards = 1): Promise<void> {
  await sls(`${region}.log.aliyuncs.com`, "/", { projectName: project, description: "" }).catch(() => undefined);
  await sls(`${project}.${region}.log.aliyuncs.com`, "/logstores", {
    logstoreName: logstore,
    shardCount: shards,
    ttl: 1,
  });
}

/** The cursor of a shard's start, or of its next entry. */
export async function cursorOf(
  project: string,
  logstore: string,
  shard: number,
  from: "begin" | "end",
): Promise<string> {
  const call = {
    host: `${project}.${region}.log.aliyuncs.com`,
    method: "GET",
    path: `/logstores/${logstore}/shards/${shard}`,
    query: { type: "cursor", from },
  };
  const answer = await send({ sign: signSls, refusal: jsonRefusal }, call);
  return ((await answer.json()) as { cursor: string }).cursor;
}

/** Tablestore's own client: tables are made, and rows looked at, with it. */
export interface Tablestore {
  createTable(params: object, done: (error: Error | null, data: unknown) => void): void;
  getRow(params: object, done: (error: Error | null, data: { row: StoredRow }) => void): void;
  putRow(params: object, done: (error: Error | null, data: unknown) => void): void;
}
export interface StoredRow {
  readonly primaryKey: readonly { readonly name: string; readonly value: unknown }[];
  readonly attributes: readonly { readonly columnName: string; readonly columnValue: unknown }[];
}

const sdk = createRequire(import.meta.url)("tablestore");
export const tablestoreSdk = sdk as Record<string, never>;

export const tablestore = (instance: string): Tablestore =>
  new sdk.Client({
    accessKeyId: "offline",
    secretAccessKey: "offline",
    endpoint: `http://${instance}.${region}.ots.aliyuncs.com`,
    instancename: instance,
  }) as Tablestore;

export async function createInstance(instance: string): Promise<void> {
  await api({
    host: `tablestore.${region}.aliyuncs.com`,
    path: "/v2/openapi/createinstance",
    action: "CreateInstance",
    version: "2020-12-09",
    body: JSON.stringify({ InstanceName: instance, ClusterType: "SSD" }),
  });
}

export interface IndexSpec {
  readonly name: string;
  readonly primaryKey: readonly string[];
}

/** Columns with their type: 1 INTEGER, 2 STRING. */
export function createTable(
  instance: string,
  table: string,
  key: readonly (readonly [name: string, type: "INTEGER" | "STRING"])[],
  more: object = {},
): Promise<void> {
  const params = {
    tableMeta: { tableName: table, primaryKey: key.map(([name, type]) => ({ name, type })), ...more },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
  };
  return new Promise((resolve, reject) => {
    tablestore(instance).createTable(params, (error) => (error ? reject(error) : resolve()));
  });
}
