import type { ObjectOwnership } from "@aws-sdk/client-s3";
import type {
  BucketOwnershipControlsArgs,
  BucketOwnershipControlsState,
  BucketPolicyArgs,
  BucketPolicyState,
  BucketPublicAccessBlockArgs,
  BucketPublicAccessBlockState,
} from "@pulumi/aws/s3/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { orNone } from "./optional.ts";
import { bucketOwnershipControlsTable, bucketPolicyTable, bucketPublicAccessBlockTable } from "./tables.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
const publicAccessBlockType: ResourceType<
  AwsContext,
  Plain<BucketPublicAccessBlockArgs>,
  Plain<BucketPublicAccessBlockState>
> = {
  table: bucketPublicAccessBlockTable,

  async create(aws, inputs) {
    await block(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await orNone(() => s3.getPublicAccessBlock({ Bucket: id }));
    const settings = found?.PublicAccessBlockConfiguration;
    return (
      settings && {
        bucket: id,
        blockPublicAcls: settings.BlockPublicAcls ?? false,
        blockPublicPolicy: settings.BlockPublicPolicy ?? false,
        ignorePublicAcls: settings.IgnorePublicAcls ?? false,
        restrictPublicBuckets: settings.RestrictPublicBuckets ?? false,
      }
    );
  },

  async update(aws, _id, inputs) {
    await block(aws, inputs);
  },

  async delete(aws, id, last) {
    if (!last.skipDestroy) await (await aws.client("s3")).deletePublicAccessBlock({ Bucket: id });
  },
};

async function block(aws: AwsContext, inputs: Plain<BucketPublicAccessBlockArgs>): Promise<void> {
  const s3 = await aws.client("s3");
  await s3.putPublicAccessBlock({
    Bucket: inputs.bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: inputs.blockPublicAcls,
      BlockPublicPolicy: inputs.blockPublicPolicy,
      IgnorePublicAcls: inputs.ignorePublicAcls,
      RestrictPublicBuckets: inputs.restrictPublicBuckets,
    },
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
const ownershipControlsType: ResourceType<
  AwsContext,
  Plain<BucketOwnershipControlsArgs>,
  Plain<BucketOwnershipControlsState>
> = {
  table: bucketOwnershipControlsTable,

  async create(aws, inputs) {
    await own(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await orNone(() => s3.getBucketOwnershipControls({ Bucket: id }));
    const [rule] = found?.OwnershipControls?.Rules ?? [];
    return rule && { bucket: id, rule: { objectOwnership: rule.ObjectOwnership ?? "" } };
  },

  async update(aws, _id, inputs) {
    await own(aws, inputs);
  },

  async delete(aws, id) {
    await (await aws.client("s3")).deleteBucketOwnershipControls({ Bucket: id });
  },
};

async function own(aws: AwsContext, inputs: Plain<BucketOwnershipControlsArgs>): Promise<void> {
  const ObjectOwnership = inputs.rule.objectOwnership as ObjectOwnership;
  const s3 = await aws.client("s3");
  await s3.putBucketOwnershipControls({ Bucket: inputs.bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
const policyType: ResourceType<AwsContext, Plain<BucketPolicyArgs>, Plain<BucketPolicyState>> = {
  table: bucketPolicyTable,

  async create(aws, inputs) {
    await allow(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await orNone(() => s3.getBucketPolicy({ Bucket: id }));
    return found?.Policy === undefined ? undefined : { bucket: id, policy: found.Policy };
  },

  async update(aws, _id, inputs) {
    await allow(aws, inputs);
  },

  async delete(aws, id) {
    await (await aws.client("s3")).deleteBucketPolicy({ Bucket: id });
  },
};

async function allow(aws: AwsContext, { bucket, policy }: Plain<BucketPolicyArgs>): Promise<void> {
  await (await aws.client("s3")).putBucketPolicy({ Bucket: bucket, Policy: String(policy) });
}

export const bucketPublicAccessBlock = erase(publicAccessBlockType);
export const bucketOwnershipControls = erase(ownershipControlsType);
export const bucketPolicy = erase(policyType);
