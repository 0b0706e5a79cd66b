import { createRequire } from "node:module";
import type OpenApi from "@alicloud/openapi-core";
import type Sls from "@alicloud/sls20201230";
import type OSS from "ali-oss";
import { type Api, createApi } from "./api.ts";
import { createTableClient, type TableClient } from "./ots/client.ts";
import { type ClientOptions, PRODUCTS, type ProductName } from "./products.ts";

/** The SDKs are CommonJS. Module loaders wrap such modules differently; `require` returns what they export. */
const require = createRequire(import.meta.url);

/** Argument of a resource type's functions. */
export interface AlicloudContext {
  readonly region: string;
  readonly accountId: string;
  /** A product's JSON API, loaded on first use. */
  api(product: ProductName): Promise<Api>;
  /** Object storage with this bucket selected. */
  oss(bucket?: string): Promise<OSS>;
  /** Tablestore's own API for one instance. */
  tables(instance: string): Promise<TableClient>;
  /** Aborts when the engine cancels. */
  readonly signal: AbortSignal;
}

/**
 * Clients for the vendor's real hostnames, over plain HTTP: nothing leaves this machine, since every connection of this
 * process is redirected to the emulator. An SDK is loaded when a resource needs it, because loading all of them takes a
 * second.
 */
export function createContext(
  options: ClientOptions,
  redirect: () => Promise<void>,
  signal: AbortSignal,
): AlicloudContext {
  const apis = new Map<ProductName, Promise<Api>>();
  return {
    region: options.region,
    accountId: options.account,
    signal,
    api(product) {
      const known = apis.get(product) ?? redirect().then(() => loadApi(product, options, signal));
      apis.set(product, known);
      return known;
    },
    async oss(bucket) {
      await redirect();
      return loadOss(options, bucket);
    },
    async tables(instance) {
      await redirect();
      return createTableClient(options, instance);
    },
  };
}

function loadApi(product: ProductName, options: ClientOptions, signal: AbortSignal): Api {
  const core = require("@alicloud/openapi-core") as typeof OpenApi;
  const { version, host } = PRODUCTS[product];
  const config = new core.$OpenApiUtil.Config({
    accessKeyId: options.accessKeyId,
    accessKeySecret: options.accessKeySecret,
    securityToken: options.securityToken,
    endpoint: host(options),
    regionId: options.region,
    protocol: "http",
    // Milliseconds: a busy machine answers late, and the client's own limits are 3 s.
    readTimeout: 60_000,
    connectTimeout: 60_000,
  });
  if (product !== "sls") return createApi(new core.default(config), version, "callApi", signal);
  const sls = require("@alicloud/sls20201230") as typeof Sls;
  return createApi(new sls.default(config), version, "execute", signal);
}

function loadOss(options: ClientOptions, bucket: string | undefined): OSS {
  const Client = require("ali-oss") as typeof OSS;
  return new Client({
    accessKeyId: options.accessKeyId,
    accessKeySecret: options.accessKeySecret,
    stsToken: options.securityToken,
    endpoint: `http://oss-${options.region}.aliyuncs.com`,
    region: `oss-${options.region}`,
    secure: false,
    ...(bucket !== undefined && { bucket }),
  });
}
