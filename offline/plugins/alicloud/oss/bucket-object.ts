import { readFile } from "node:fs/promises";
import type { BucketObjectArgs, BucketObjectState } from "@pulumi/alicloud/oss/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { statusOf } from "../errors.ts";
import { bucketObjectTable } from "./bucket-object.table.ts";

type Inputs = Plain<BucketObjectArgs>;
type State = Plain<BucketObjectState>;

/** Properties that are sent as headers of the upload, with their header names. */
const HEADERS = {
  acl: "x-oss-object-acl",
  cacheControl: "Cache-Control",
  contentDisposition: "Content-Disposition",
  contentEncoding: "Content-Encoding",
  contentMd5: "Content-MD5",
  contentType: "Content-Type",
  expires: "Expires",
  kmsKeyId: "x-oss-server-side-encryption-key-id",
  serverSideEncryption: "x-oss-server-side-encryption",
} as const satisfies Partial<Record<keyof Inputs, string>>;

/** The ID is the key alone, as with the real provider, so an object cannot be imported. */
const objectType: ResourceType<AlicloudContext, Inputs, State> = {
  table: bucketObjectTable,
  unserved: ["objectWormMode", "objectWormRetainUntilDate"],

  async create(cloud, inputs) {
    await upload(cloud, inputs);
    return inputs.key;
  },

  async read(cloud, id, { bucket }) {
    if (bucket === undefined)
      throw new UserError(
        "An OSS object cannot be imported: its ID does not contain the bucket.",
        "Let the program create the object.",
      );
    const client = await cloud.oss(bucket);
    let headers: Record<string, string>;
    try {
      headers = (await client.head(id)).res.headers as Record<string, string>;
    } catch (error) {
      // A response to HEAD has no body with an error code.
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
    return {
      bucket,
      cacheControl: headers["cache-control"] ?? null,
      contentDisposition: headers["content-disposition"] ?? null,
      contentEncoding: headers["content-encoding"] ?? null,
      contentLength: headers["content-length"] ?? "0",
      contentType: headers["content-type"],
      etag: headers.etag?.replaceAll('"', ""),
      expires: headers.expires ?? null,
      key: id,
      versionId: headers["x-oss-version-id"] ?? "",
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(bucketObjectTable, { ...old }, { ...inputs });
    if ([...changed].some((key) => key !== "acl")) return upload(cloud, inputs);
    const client = await cloud.oss(inputs.bucket);
    await client.putACL(id, inputs.acl as "private");
  },

  async delete(cloud, id, { bucket }) {
    const client = await cloud.oss(bucket);
    await client.delete(id);
  },

  async find(_cloud, { key }) {
    return key;
  },

  recomputed: (changed) => (changed.size === 1 && changed.has("acl") ? [] : ["etag", "contentLength", "versionId"]),
};

async function upload(cloud: AlicloudContext, inputs: Inputs): Promise<void> {
  const client = await cloud.oss(inputs.bucket);
  const headers = Object.entries(HEADERS).flatMap(([key, header]) => {
    const value = inputs[key as keyof typeof HEADERS];
    return value === undefined ? [] : [[header, value]];
  });
  // Without a type the client derives one from the key's extension, as the provider's Go client does.
  await client.put(inputs.key, await body(inputs), { headers: Object.fromEntries(headers) });
}

async function body({ source, content }: Inputs): Promise<Buffer> {
  if (content !== undefined) return Buffer.from(content);
  if (source !== undefined) return readFile(source);
  throw new UserError(
    "The OSS object has neither source nor content.",
    "Set `source` to the path of a file, or set `content`.",
  );
}

export const bucketObject = erase(objectType);
