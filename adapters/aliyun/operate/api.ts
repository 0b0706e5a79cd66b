import { Readable } from "node:stream";
import type OpenApi from "@alicloud/openapi-core";
import type { Keys } from "./credentials.ts";
import { loadOpenApi, loadSls } from "./require.ts";

/** A service of the vendor. */
export interface Product {
  readonly version: string;
  host(of: { readonly region: string; readonly account: string }): string;
}

/** APIs that the SDK's common client calls. */
const PRODUCTS = {
  fc: { version: "2023-03-30", host: ({ account, region }) => `${account}.${region}.fc.aliyuncs.com` },
  kms: { version: "2016-01-20", host: ({ region }) => `kms.${region}.aliyuncs.com` },
  oos: { version: "2019-06-01", host: ({ region }) => `oos.${region}.aliyuncs.com` },
  sls: { version: "2020-12-30", host: ({ region }) => `${region}.log.aliyuncs.com` },
  sts: { version: "2015-04-01", host: ({ region }) => `sts.${region}.aliyuncs.com` },
} satisfies Readonly<Record<string, Product>>;

export interface ApiCall {
  readonly product: keyof typeof PRODUCTS | Product;
  readonly region: string;
  /** Of products whose hostname has it. */
  readonly account?: string;
  /** The vendor's name of the operation. */
  readonly action: string;
  readonly method?: "GET" | "POST" | "PUT";
  /** Of a RESTful API. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent as it is. */
  readonly bytes?: Buffer;
  /** Project of the Log Service, which is part of the hostname. */
  readonly project?: string;
}

export interface ApiAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  json(): unknown;
}

export interface Api {
  /** Rejects with the SDK's error, which has the cloud's `code`. */
  call(call: ApiCall): Promise<ApiAnswer>;
}

/**
 * Milliseconds: a function may run for a day. The vendor's clients share connections and do not clear the timer of an
 * answer that they have read: with a shorter time it would end a later request on the same connection.
 */
export const READ_MS = 86_400_000;

/**
 * The SDK's common client, which signs and sends.
 * @param endpoint A server on this machine, which finds the service's hostname in X-Forwarded-Host.
 */
export function createApi(keys: () => Promise<Keys>, endpoint: string | undefined): Api {
  return {
    async call(call) {
      const { $OpenApiUtil, default: Client } = loadOpenApi();
      const { version, host } = typeof call.product === "string" ? PRODUCTS[call.product] : call.product;
      const hostname = host({ region: call.region, account: call.account ?? "" });
      const protocol = endpoint === undefined ? "https" : "http";
      const config = new $OpenApiUtil.Config({
        ...(await keys()),
        ...{ endpoint: endpoint === undefined ? hostname : new URL(endpoint).host, protocol, regionId: call.region },
        // The client ends a connection that is silent for its connectTimeout (3 s), while a function runs too.
        ...{ readTimeout: READ_MS, connectTimeout: READ_MS },
      });
      const params = paramsOf($OpenApiUtil, call, version, protocol);
      const request = requestOf($OpenApiUtil, call, endpoint === undefined ? undefined : hostname);
      const isLog = call.product === "sls";
      const client = isLog ? new (loadSls().default)(config) : new Client(config);
      const runtime = {} as Parameters<typeof client.callApi>[2];
      const answer = (await client[isLog ? "execute" : "callApi"](params, request, runtime)) as {
        headers?: Record<string, string>;
        body?: unknown;
      };
      const text = typeof answer.body === "string" ? answer.body : "";
      return { headers: answer.headers ?? {}, text, json: () => (text.trim() === "" ? {} : JSON.parse(text)) };
    },
  };
}

type Util = typeof OpenApi.$OpenApiUtil;

function paramsOf(util: Util, { action, method = "POST", path, bytes }: ApiCall, version: string, protocol: string) {
  return new util.Params({
    ...{ action, version, protocol, method, pathname: path ?? "/", authType: "AK" },
    style: path === undefined ? "RPC" : "ROA",
    reqBodyType: bytes === undefined ? "json" : "binary",
    // The SDK fails to read an answer without content as JSON.
    bodyType: "string",
  });
}

function requestOf(util: Util, { query, headers, body, bytes, project, product }: ApiCall, behind: string | undefined) {
  const hostname = project === undefined ? behind : `${project}.${behind}`;
  return new util.OpenApiRequest({
    query: { ...query },
    headers: { ...headers, ...(behind !== undefined && { "x-forwarded-host": hostname }) },
    ...(body !== undefined && { body }),
    // The Log Service's client takes bytes as a body, the common one as a stream.
    ...(bytes !== undefined && (product === "sls" ? { body: bytes } : { stream: Readable.from([bytes]) })),
    ...(project !== undefined && behind === undefined && { hostMap: { project } }),
  });
}
