import { createRequire } from "node:module";
import type OSS from "ali-oss";

const require = createRequire(import.meta.url);
const Client = require("ali-oss") as typeof OSS;

type Tags = Record<string, string>;

/** The client's methods that its types lack. */
interface Untyped {
  putObjectTagging(name: string, tags: Tags): Promise<unknown>;
  getObjectTagging(name: string): Promise<{ tag: Tags }>;
  deleteObjectTagging(name: string): Promise<unknown>;
  putBucketEncryption(bucket: string, rule: { SSEAlgorithm: string; KMSMasterKeyID?: string }): Promise<unknown>;
  getBucketEncryption(bucket: string): Promise<{ encryption: { KMSMasterKeyID?: string } }>;
  putBucketVersioning(bucket: string, status: "Enabled" | "Suspended"): Promise<unknown>;
  getBucketVersioning(bucket: string): Promise<{ versionStatus?: string }>;
  getBucketVersions(query: object): Promise<{
    objects?: readonly { readonly name: string; readonly versionId: string }[];
    deleteMarker?: readonly { readonly versionId: string }[];
  }>;
}

export type OssClient = OSS & Untyped;

/** The vendor's client, unmodified: to an address it sends the bucket's real host name. */
export const ossClient = (url: string, bucket?: string, keys: object = {}): OssClient =>
  new Client({
    accessKeyId: "offline",
    accessKeySecret: "offline",
    ...keys,
    endpoint: url,
    ...(bucket && { bucket }),
  }) as OssClient;

/** Code and status of a refusal. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { code, status } = error as { code?: string; status?: number };
    return `${status} ${code}`;
  }
  return "none";
}
