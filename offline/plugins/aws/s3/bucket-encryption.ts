import type { ServerSideEncryption, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import type {
  BucketServerSideEncryptionConfigurationArgs,
  BucketServerSideEncryptionConfigurationState,
} from "@pulumi/aws/s3/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { orNone } from "./optional.ts";
import { bucketServerSideEncryptionConfigurationTable } from "./tables.ts";

type Inputs = Plain<BucketServerSideEncryptionConfigurationArgs>;
type State = Plain<BucketServerSideEncryptionConfigurationState>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
const bucketEncryptionType: ResourceType<AwsContext, Inputs, State> = {
  table: bucketServerSideEncryptionConfigurationTable,

  async create(aws, inputs) {
    await put(aws, inputs);
    return inputs.bucket;
  },

  async read(aws, id) {
    const s3 = await aws.client("s3");
    const found = await orNone(() => s3.getBucketEncryption({ Bucket: id }));
    const rules = found?.ServerSideEncryptionConfiguration?.Rules;
    return rules?.length ? { bucket: id, rules: rules.map(ruleState) } : undefined;
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id) {
    await (await aws.client("s3")).deleteBucketEncryption({ Bucket: id });
  },
};

function ruleState(rule: ServerSideEncryptionRule) {
  const byDefault = rule.ApplyServerSideEncryptionByDefault;
  return {
    applyServerSideEncryptionByDefault: byDefault && {
      kmsMasterKeyId: byDefault.KMSMasterKeyID,
      sseAlgorithm: byDefault.SSEAlgorithm ?? "",
    },
    blockedEncryptionTypes: rule.BlockedEncryptionTypes?.EncryptionType,
    bucketKeyEnabled: rule.BucketKeyEnabled,
  };
}

async function put(aws: AwsContext, { bucket, rules }: Inputs): Promise<void> {
  const Rules = rules.map((rule): ServerSideEncryptionRule => {
    const byDefault = rule.applyServerSideEncryptionByDefault;
    return {
      ApplyServerSideEncryptionByDefault: byDefault && {
        KMSMasterKeyID: byDefault.kmsMasterKeyId,
        SSEAlgorithm: byDefault.sseAlgorithm as ServerSideEncryption,
      },
      BucketKeyEnabled: rule.bucketKeyEnabled,
      BlockedEncryptionTypes: rule.blockedEncryptionTypes && {
        EncryptionType: rule.blockedEncryptionTypes as ("NONE" | "SSE-C")[],
      },
    };
  });
  const s3 = await aws.client("s3");
  await s3.putBucketEncryption({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules } });
}

export const bucketServerSideEncryptionConfiguration = erase(bucketEncryptionType);
