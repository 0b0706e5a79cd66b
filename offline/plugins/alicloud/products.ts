/** The parts of a product's hostname. */
export interface HostnameParts {
  readonly account: string;
  readonly region: string;
}

/** Options that all clients of one provider share. */
export interface ClientOptions extends HostnameParts {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export interface Product {
  /** Version of the API, as sent in requests. */
  readonly version: string;
  /** The vendor's hostname, as in the real provider. */
  host(place: HostnameParts): string;
}

/**
 * The JSON APIs by the names that resource types use. All are called through the SDKs' common core, as in the real
 * provider, so a request is exactly what the type's own code builds and not what an SDK model allows.
 */
export const PRODUCTS = {
  eventbridge: { version: "2020-04-01", host: ({ region }) => `eventbridge-console.${region}.aliyuncs.com` },
  fc: { version: "2023-03-30", host: ({ account, region }) => `${account}.${region}.fc.aliyuncs.com` },
  kms: { version: "2016-01-20", host: ({ region }) => `kms.${region}.aliyuncs.com` },
  mns: { version: "2022-01-19", host: ({ region }) => `mns-open.${region}.aliyuncs.com` },
  oos: { version: "2019-06-01", host: ({ region }) => `oos.${region}.aliyuncs.com` },
  ots: { version: "2020-12-09", host: ({ region }) => `tablestore.${region}.aliyuncs.com` },
  ram: { version: "2015-05-01", host: () => "ram.aliyuncs.com" },
  resourcemanager: { version: "2020-03-31", host: () => "resourcemanager.aliyuncs.com" },
  sls: { version: "2020-12-30", host: ({ region }) => `${region}.log.aliyuncs.com` },
  sts: { version: "2015-04-01", host: ({ region }) => `sts.${region}.aliyuncs.com` },
} satisfies Readonly<Record<string, Product>>;

export type ProductName = keyof typeof PRODUCTS;
