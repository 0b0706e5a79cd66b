import type { BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import type { BucketArgs, BucketState } from "@pulumi/aws/s3/index.js";
import { Unfinished } from "../../server/plugin.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { dnsSuffix } from "../partitions.ts";
import { tagList, tagMap } from "../tags.ts";
import { bucketTable } from "./bucket.table.ts";
import { orNone } from "./optional.ts";

type Inputs = Plain<BucketArgs>;
type State = Plain<BucketState>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
const bucketType: ResourceType<AwsContext, Inputs, State> = {
  table: bucketTable,
  autoName: { property: "bucket", maxLength: 63, prefix: "bucketPrefix", lowercase: true },
  // Replaced by separate resources.
  unserved: [
    "accelerationStatus",
    "acl",
    "bucketNamespace",
    "corsRules",
    "grants",
    "lifecycleRules",
    "logging",
    "objectLockConfiguration",
    "policy",
    "replicationConfiguration",
    "requestPayer",
    "serverSideEncryptionConfiguration",
    "versioning",
    "website",
  ],

  async create(aws, inputs) {
    const s3 = await aws.client("s3");
    const Bucket = inputs.bucket ?? "";
    await s3.createBucket({
      Bucket,
      ObjectLockEnabledForBucket: inputs.objectLockEnabled,
      // The default region, which must not be given as a location constraint.
      ...(aws.region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: aws.region as BucketLocationConstraint },
      }),
    });
    try {
      await setTags(s3, Bucket, aws.tags(inputs));
    } catch (cause) {
      throw new Unfinished(Bucket, { cause });
    }
    return Bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    await s3.headBucket({ Bucket: id });
    const tagging = await orNone(() => s3.getBucketTagging({ Bucket: id }));
    const suffix = dnsSuffix(aws.partition);
    return {
      arn: `arn:${aws.partition}:s3:::${id}`,
      bucket: id,
      bucketDomainName: `${id}.s3.${suffix}`,
      bucketRegion: aws.region,
      bucketRegionalDomainName: `${id}.s3.${aws.region}.${suffix}`,
      ...aws.tagState(tagMap(tagging?.TagSet)),
    };
  },

  async update(aws, id, inputs) {
    await setTags(await aws.client("s3"), id, aws.tags(inputs));
  },

  async delete(aws, id, last) {
    const s3 = await aws.client("s3");
    if (last.forceDestroy) await empty(s3, id);
    await s3.deleteBucket({ Bucket: id });
  },

  async find(aws, inputs) {
    const s3 = await aws.client("s3");
    await s3.headBucket({ Bucket: inputs.bucket });
    return inputs.bucket;
  },
};

async function setTags(s3: S3, Bucket: string, tags: Record<string, string>): Promise<void> {
  if (Object.keys(tags).length > 0) await s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagList(tags) } });
  else await orNone(() => s3.deleteBucketTagging({ Bucket }));
}

/** Deletes every version, delete marker and unfinished upload of a bucket. */
async function empty(s3: S3, Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket, MaxKeys: 1000 });
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    const { Errors: [failed] = [] } = await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
    if (failed) throw new Error(`${failed.Key} of bucket ${Bucket} can't be deleted: ${failed.Message}`);
  }
  const { Uploads = [] } = await s3.listMultipartUploads({ Bucket });
  for (const { Key, UploadId } of Uploads) await s3.abortMultipartUpload({ Bucket, Key, UploadId });
}

export const bucket = erase(bucketType);
