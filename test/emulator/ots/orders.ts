import { afterAll, beforeAll } from "vitest";
import { type AliyunServer, startAliyun } from "../../../offline/aliyun/index.ts";
import { controlClient, createInstance } from "../tablestore/client.ts";
import { flat, type TableClient, tableClient, tablestore } from "./client.ts";

const { Condition, RowExistenceExpectation, Long } = tablestore;

export const always = new Condition(RowExistenceExpectation.IGNORE ?? 0, null);
export const int = (value: number) => Long.fromNumber(value);

export const table = (tableName: string, more: object = {}) => ({
  tableMeta: {
    tableName,
    primaryKey: [
      { name: "user", type: "STRING" },
      { name: "id", type: "INTEGER" },
    ],
    ...more,
  },
  reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
  tableOptions: { timeToLive: -1, maxVersions: 2 },
});

export const key = (user: string | object, id: number | object) => [
  { user },
  { id: typeof id === "number" ? int(id) : id },
];

let server: AliyunServer;
let client: TableClient;

/** Starts an emulator for the test file, with an instance that has the table `orders`. */
export function useOrders(): void {
  beforeAll(async () => {
    server = await startAliyun();
    await createInstance(controlClient(server.url), "demo");
    client = tableClient(server.url, "demo");
    await call("createTable", table("orders"));
  });
  afterAll(() => server.stop());
}

/** Address of the emulator. */
export const url = (): string => server.url;

export const advance = (milliseconds: number): Promise<void> => server.clock.advance(milliseconds);

export function call(operation: string, params: object): ReturnType<NonNullable<TableClient[string]>> {
  const method = client[operation];
  if (!method) throw new Error(`the client has no ${operation}`);
  return method.call(client, params);
}

export const put = (tableName: string, user: string, id: number, columns: object[], condition = always) =>
  call("putRow", { tableName, condition, primaryKey: key(user, id), attributeColumns: columns });

export const get = async (tableName: string, user: string, id: number, more: object = {}) =>
  flat((await call("getRow", { tableName, primaryKey: key(user, id), maxVersions: 1, ...more })).row);
