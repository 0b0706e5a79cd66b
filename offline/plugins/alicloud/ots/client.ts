import type { Agent } from "node:http";
import { createRequire } from "node:module";
import type { ClientOptions } from "../products.ts";

/** A 64-bit number of the client library. */
export interface Long {
  toNumber(): number;
  toString(): string;
}

export interface TableMeta {
  readonly tableName: string;
  readonly primaryKey: readonly { readonly name: string; readonly type: number }[];
  readonly definedColumn: readonly { readonly name: string; readonly type: number }[];
}

export interface TableOptions {
  readonly timeToLive?: number;
  readonly maxVersions?: number;
  readonly deviationCellVersionInSec?: Long | number;
  readonly allowUpdate?: boolean;
}

export interface IndexMeta {
  readonly name: string;
  readonly primaryKey: readonly string[];
  readonly definedColumn: readonly string[];
  readonly indexType: number;
}

export interface Description {
  readonly tableMeta: TableMeta;
  readonly tableOptions: TableOptions;
  readonly indexMetas: readonly IndexMeta[];
}

/** The part of the vendor's client, which has no types, that resource types use. */
export interface TableClient {
  describeTable(params: { tableName: string }): Promise<Description>;
  updateTable(params: object): Promise<unknown>;
  deleteTable(params: { tableName: string }): Promise<unknown>;
  createIndex(params: object): Promise<unknown>;
  dropIndex(params: { mainTableName: string; indexName: string }): Promise<unknown>;
  /** Sends an encoded message, signed like all others; for operations that the library lacks. */
  send(path: string, body: Uint8Array): Promise<Uint8Array>;
}

/** Request and response hooks of the library's operations. */
interface LibraryRequest {
  httpRequest: {
    path: string;
    body: Uint8Array;
    headers: Record<string, string>;
    endpoint: { host: string; hostname: string };
  };
}
interface LibraryResponse {
  data: unknown;
  httpResponse: { body: Uint8Array };
}
interface LibraryClient extends Omit<TableClient, "send"> {
  makeRequest(operation: string, params: object): Promise<{ body: Uint8Array }>;
  populateURI(request: LibraryRequest): void;
  buildContent(request: LibraryRequest): void;
  extractData(response: LibraryResponse): void;
}
interface Library {
  readonly Client: new (config: object) => LibraryClient;
}

/** `agent`: makes the connections. Default: those of the process. */
export function createTableClient(options: ClientOptions, instance: string, agent?: Agent): TableClient {
  const { Client } = createRequire(import.meta.url)("tablestore") as Library;
  const client = new Client({
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.accessKeySecret,
    stsToken: options.securityToken,
    endpoint: `http://${instance}.${options.region}.ots.aliyuncs.com`,
    instancename: instance,
    maxRetries: 3,
    ...(agent && { httpOptions: { agent } }),
  });
  return Object.assign(client, { send: (path: string, body: Uint8Array) => send(client, path, body) });
}

/** The library signs and sends any request; this replaces how the message is encoded and decoded. */
async function send(client: LibraryClient, path: string, body: Uint8Array): Promise<Uint8Array> {
  const own: LibraryClient = Object.assign(Object.create(client) as LibraryClient, {
    populateURI({ httpRequest }: LibraryRequest) {
      httpRequest.endpoint.host = httpRequest.endpoint.hostname;
      httpRequest.path = path;
    },
    buildContent({ httpRequest }: LibraryRequest) {
      httpRequest.body = Buffer.from(body);
    },
    extractData(response: LibraryResponse) {
      response.data = { body: response.httpResponse.body };
    },
  });
  const answer = await own.makeRequest(path.slice(1), {});
  return answer.body;
}
