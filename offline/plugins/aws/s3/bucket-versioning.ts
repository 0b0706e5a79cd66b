import type { BucketVersioningArgs, BucketVersioningState } from "@pulumi/aws/s3/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { bucketVersioningTable } from "./tables.ts";

type Inputs = Plain<BucketVersioningArgs>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
const bucketVersioningType: ResourceType<AwsContext, Inputs, Plain<BucketVersioningState>> = {
  table: bucketVersioningTable,

  async create(aws, inputs) {
    // A bucket that never had versioning is "Disabled", which cannot be set.
    if (inputs.versioningConfiguration.status !== "Disabled") await put(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const { Status, MFADelete } = await s3.getBucketVersioning({ Bucket: id });
    return { bucket: id, versioningConfiguration: { status: Status ?? "Disabled", mfaDelete: MFADelete } };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id, last) {
    if (last.versioningConfiguration?.status !== "Enabled") return;
    const s3 = await aws.client("s3");
    await s3.putBucketVersioning({ Bucket: id, VersioningConfiguration: { Status: "Suspended" } });
  },
};

async function put(aws: AwsContext, { bucket, mfa, versioningConfiguration }: Inputs): Promise<void> {
  const s3 = await aws.client("s3");
  await s3.putBucketVersioning({
    Bucket: bucket,
    MFA: mfa,
    VersioningConfiguration: {
      Status: versioningConfiguration.status as "Enabled" | "Suspended",
      MFADelete: versioningConfiguration.mfaDelete as "Enabled" | "Disabled" | undefined,
    },
  });
}

export const bucketVersioning = erase(bucketVersioningType);
