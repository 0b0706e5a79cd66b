import type { BucketCorsConfigurationArgs, BucketCorsConfigurationState } from "@pulumi/aws/s3/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { orNone } from "./optional.ts";
import { bucketCorsConfigurationTable } from "./tables.ts";

type Inputs = Plain<BucketCorsConfigurationArgs>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
const bucketCorsConfigurationType: ResourceType<AwsContext, Inputs, Plain<BucketCorsConfigurationState>> = {
  table: bucketCorsConfigurationTable,

  async create(aws, inputs) {
    await put(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await orNone(() => s3.getBucketCors({ Bucket: id }));
    if (!found?.CORSRules?.length) return undefined;
    return {
      bucket: id,
      corsRules: found.CORSRules.map((rule) => ({
        allowedHeaders: rule.AllowedHeaders,
        allowedMethods: rule.AllowedMethods ?? [],
        allowedOrigins: rule.AllowedOrigins ?? [],
        exposeHeaders: rule.ExposeHeaders,
        id: rule.ID,
        maxAgeSeconds: rule.MaxAgeSeconds,
      })),
    };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id) {
    await (await aws.client("s3")).deleteBucketCors({ Bucket: id });
  },
};

async function put(aws: AwsContext, { bucket, corsRules }: Inputs): Promise<void> {
  const CORSRules = corsRules.map((rule) => ({
    AllowedHeaders: rule.allowedHeaders,
    AllowedMethods: rule.allowedMethods,
    AllowedOrigins: rule.allowedOrigins,
    ExposeHeaders: rule.exposeHeaders,
    ID: rule.id,
    MaxAgeSeconds: rule.maxAgeSeconds,
  }));
  await (await aws.client("s3")).putBucketCors({ Bucket: bucket, CORSConfiguration: { CORSRules } });
}

export const bucketCorsConfiguration = erase(bucketCorsConfigurationType);
