/** Where a product's API is: what its host name is made of. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What every client of one provider is made with. */
export interface ClientOptions extends Place {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export interface Product {
  /** Version of the API, as requests name it. */
  readonly version: string;
  /** The vendor's host name, the same that the real provider uses. */
  host(place: Place): string;
}

/**
 * The APIs that speak JSON, by the name that resource types ask for them. All are called through the SDKs' common core,
 * as the real provider does: what is sent is what the type's own code says, not what some SDK's model lets through.
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
