import type OSS from "ali-oss";
import { type Api, type ApiCall, createApi, type Product } from "../../../adapters/aliyun/operate/api.ts";
import { type Clients, createClients } from "../../../adapters/aliyun/operate/clients.ts";
import type { OfflineEndpoint } from "../../../offline/drivers/operator.ts";

/** The emulator's one account. */
export const ACCOUNT = "1234567890123456";

const OWNER = { accessKeyId: "offline", accessKeySecret: "offline" };

/** Services that only tests and the provider call. */
const SERVICES = {
  ram: { version: "2015-05-01", host: () => "ram.aliyuncs.com" },
  mns: { version: "2022-01-19", host: ({ region }) => `mns-open.${region}.aliyuncs.com` },
  eventbridge: { version: "2020-04-01", host: ({ region }) => `eventbridge-console.${region}.aliyuncs.com` },
  tablestore: { version: "2020-12-09", host: ({ region }) => `tablestore.${region}.aliyuncs.com` },
  kms: "kms",
  oos: "oos",
} as const satisfies Readonly<Record<string, Product | ApiCall["product"]>>;

export type ServiceName = keyof typeof SERVICES;

const apiOf = ({ endpoint }: OfflineEndpoint): Api => createApi(async () => OWNER, endpoint);

/** The vendor's clients, which sign as the account's owner. */
export const clientsOf = ({ endpoint, region }: OfflineEndpoint): Clients =>
  createClients({ endpoint, region, settings: {} }, { settle: 0 });

export const ossOf = (at: OfflineEndpoint, bucket: string): Promise<OSS> => clientsOf(at).oss(bucket, at.region);

/** Calls a service that takes its parameters in the query. */
export async function rpc(
  at: OfflineEndpoint,
  service: ServiceName,
  action: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  return (await apiOf(at).call({ product: SERVICES[service], region: at.region, action, query })).json();
}

type Call = Omit<ApiCall, "product" | "region" | "account" | "path">;

/** Calls Function Compute's API. `path`: below its version. */
export const fc = (at: OfflineEndpoint, path: string, call: Call) =>
  apiOf(at).call({ product: "fc", region: at.region, account: ACCOUNT, path: `/2023-03-30/${path}`, ...call });

/** Calls the Log Service's API. */
export const sls = (at: OfflineEndpoint, path: string, call: Call) =>
  apiOf(at).call({ product: "sls", region: at.region, path, ...call });

/** Calls the API of Tablestore's instances. */
export const tablestore = (at: OfflineEndpoint, path: string, call: Call) =>
  apiOf(at).call({ product: SERVICES.tablestore, region: at.region, path, ...call });

/** The vendor's code of a refusal. */
export const refusalOf = (error: unknown): string => String((error as { code?: unknown }).code);
