import type { ObjectCannedACL, PutObjectCommandInput, ServerSideEncryption, StorageClass } from "@aws-sdk/client-s3";
import type { BucketObjectv2Args, BucketObjectv2State } from "@pulumi/aws/s3/index.js";
import { bytesOf } from "../../server/archive.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagMap } from "../tags.ts";
import { bucketObjectTable, bucketObjectv2Table } from "./tables.ts";

type Inputs = Omit<Plain<BucketObjectv2Args>, "bucket"> & { bucket: string };
type State = Omit<Plain<BucketObjectv2State>, "bucket"> & { bucket?: string };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
const objectType: ResourceType<AwsContext, Inputs, State> = {
  table: bucketObjectv2Table,
  autoName: { property: "key", maxLength: 1024 },
  unserved: ["checksumAlgorithm", "objectLockLegalHoldStatus", "objectLockMode", "objectLockRetainUntilDate"],

  async create(aws, inputs) {
    await put(aws, inputs);
    return `${inputs.bucket}/${inputs.key}`;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const { Bucket, Key } = parse(id);
    const found = await s3.headObject({ Bucket, Key });
    const { TagSet } = await s3.getObjectTagging({ Bucket, Key });
    const metadata = found.Metadata ?? {};
    return {
      arn: `arn:${aws.partition}:s3:::${Bucket}/${Key}`,
      bucket: Bucket,
      key: Key,
      bucketKeyEnabled: found.BucketKeyEnabled ?? false,
      cacheControl: found.CacheControl ?? null,
      contentDisposition: found.ContentDisposition ?? null,
      contentEncoding: found.ContentEncoding || null,
      contentLanguage: found.ContentLanguage ?? null,
      contentType: found.ContentType,
      etag: found.ETag?.replaceAll('"', ""),
      kmsKeyId: found.SSEKMSKeyId,
      metadata: Object.keys(metadata).length > 0 ? metadata : null,
      serverSideEncryption: found.ServerSideEncryption,
      storageClass: found.StorageClass ?? "STANDARD",
      versionId: found.VersionId,
      websiteRedirect: found.WebsiteRedirectLocation ?? null,
      ...aws.tagState(tagMap(TagSet)),
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id) {
    const s3 = await aws.client("s3");
    const { Bucket, Key } = parse(id);
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket, Prefix: Key });
    const own = [...Versions, ...DeleteMarkers].filter((version) => version.Key === Key);
    for (const { VersionId } of own) await s3.deleteObject({ Bucket, Key, VersionId });
    if (own.length === 0) await s3.deleteObject({ Bucket, Key });
  },

  recomputed: () => ["etag", "versionId"],
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const s3 = await aws.client("s3");
  await s3.putObject({
    Bucket: inputs.bucket,
    Key: inputs.key,
    Body: await body(inputs),
    ACL: inputs.acl as ObjectCannedACL | undefined,
    BucketKeyEnabled: inputs.bucketKeyEnabled,
    CacheControl: inputs.cacheControl,
    ContentDisposition: inputs.contentDisposition,
    ContentEncoding: inputs.contentEncoding,
    ContentLanguage: inputs.contentLanguage,
    ContentType: inputs.contentType,
    Metadata: inputs.metadata,
    SSEKMSKeyId: inputs.kmsKeyId,
    ServerSideEncryption: inputs.serverSideEncryption as ServerSideEncryption | undefined,
    StorageClass: inputs.storageClass as StorageClass | undefined,
    Tagging: new URLSearchParams(aws.tags(inputs)).toString(),
    WebsiteRedirectLocation: inputs.websiteRedirect,
  });
}

async function body(inputs: Inputs): Promise<PutObjectCommandInput["Body"]> {
  if (inputs.source) return bytesOf(inputs.source);
  if (inputs.contentBase64 !== undefined) return Buffer.from(inputs.contentBase64, "base64");
  return inputs.content ?? "";
}

/** `bucket/key`; an import ID may also be `s3://bucket/key`. */
function parse(id: string): { Bucket: string; Key: string } {
  const path = id.replace(/^s3:\/\//, "");
  const slash = path.indexOf("/");
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1) };
}

export const bucketObjectv2 = erase(objectType);
/** The older resource type, with fewer properties. */
export const bucketObject = erase({
  ...objectType,
  table: bucketObjectTable,
  unserved: objectType.unserved?.filter((property) => property in bucketObjectTable.properties),
});
