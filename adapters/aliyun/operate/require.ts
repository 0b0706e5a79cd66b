import { createRequire } from "node:module";
import type Credentials from "@alicloud/credentials";
import type EventBridge from "@alicloud/eventbridge";
import type OpenApi from "@alicloud/openapi-core";
import type Sls from "@alicloud/sls20201230";
import type OSS from "ali-oss";

/** The SDKs are CommonJS. Module loaders wrap such modules differently; `require` returns what they export. */
const require = createRequire(import.meta.url);

export const loadOpenApi = () => require("@alicloud/openapi-core") as typeof OpenApi;
export const loadSls = () => require("@alicloud/sls20201230") as typeof Sls;
export const loadCredentials = () => require("@alicloud/credentials") as typeof Credentials;
export const loadEventBridge = () => require("@alicloud/eventbridge") as typeof EventBridge;
export const loadOss = () => require("ali-oss") as typeof OSS;
export const loadMns = () => require("@alicloud/mns") as MnsConstructor;
export const loadTablestore = () => require("tablestore") as Tablestore;

/** The vendor's client of MNS, which has no types. */
export interface MnsClient {
  sendMessage(queue: string, message: MnsMessage): Promise<unknown>;
  /** Rejects when there is no message, with an error of the name MNSMessageNotExistError. */
  batchReceiveMessage(queue: string, most: number): Promise<{ readonly body: readonly Received[] }>;
  deleteMessage(queue: string, handle: string): Promise<unknown>;
  publishMessage(topic: string, message: MnsMessage): Promise<unknown>;
}
/** Texts are put into XML as they are. */
export type MnsMessage = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;
export interface Received {
  readonly MessageBody: string;
  readonly ReceiptHandle: string;
}
type MnsConstructor = new (account: string, options: object) => MnsClient;

type Named = Readonly<Record<string, unknown>>;

/** A row as the vendor's client of Tablestore, which has no types, returns it. */
export interface TableRow {
  readonly primaryKey?: readonly { readonly name: string; readonly value: unknown }[];
  readonly attributes?: readonly { readonly columnName: string; readonly columnValue: unknown }[];
}
export interface TableDescription {
  readonly tableMeta: { readonly primaryKey: readonly { readonly name: string }[] };
  readonly indexMetas?: readonly { readonly name: string; readonly primaryKey: readonly string[] }[];
}
export interface TableClient {
  describeTable(of: { tableName: string }): Promise<TableDescription>;
  putRow(row: object): Promise<unknown>;
  deleteRow(row: object): Promise<unknown>;
  getRow(of: object): Promise<{ readonly row?: TableRow }>;
  getRange(
    of: object,
  ): Promise<{ readonly rows: readonly TableRow[]; readonly nextStartPrimaryKey?: readonly Named[] }>;
}
export interface Tablestore {
  readonly Client: new (config: object) => TableClient;
  readonly Long: { fromString(digits: string): unknown };
  readonly Condition: new (existence: unknown, condition: null) => object;
  readonly RowExistenceExpectation: { readonly IGNORE: unknown };
  readonly Direction: { readonly FORWARD: unknown };
  readonly INF_MIN: unknown;
  readonly INF_MAX: unknown;
}
