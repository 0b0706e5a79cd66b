import type { KeyPolicyArgs, KeyPolicyState } from "@pulumi/aws/kms/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { keyPolicyTable } from "./tables.ts";

type Inputs = Plain<KeyPolicyArgs>;
type State = Plain<KeyPolicyState>;

/** Only `default` exists. */
const POLICY = "default";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
const keyPolicyType: ResourceType<AwsContext, Inputs, State> = {
  table: keyPolicyTable,

  async create(aws, inputs) {
    await put(aws, inputs.keyId, inputs.policy, inputs.bypassPolicyLockoutSafetyCheck);
    return inputs.keyId;
  },

  async read(aws, id) {
    const kms = await aws.client("kms");
    const { KeyMetadata } = await kms.describeKey({ KeyId: id });
    if (KeyMetadata?.KeyState === "PendingDeletion") return undefined;
    return { keyId: id, policy: (await kms.getKeyPolicy({ KeyId: id, PolicyName: POLICY })).Policy };
  },

  async update(aws, id, inputs) {
    await put(aws, id, inputs.policy, inputs.bypassPolicyLockoutSafetyCheck);
  },

  /** A key always has a policy. Deleting it restores the default, which enables the account's IAM policies. */
  async delete(aws, id) {
    await put(aws, id, defaultPolicy(await aws.accountId(), aws.partition), false);
  },
};

async function put(aws: AwsContext, KeyId: string, Policy: string, bypass: boolean | undefined): Promise<void> {
  const BypassPolicyLockoutSafetyCheck = bypass ?? false;
  await (await aws.client("kms")).putKeyPolicy({ KeyId, PolicyName: POLICY, Policy, BypassPolicyLockoutSafetyCheck });
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultPolicy = (account: string, partition: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Id: "default",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });

export const keyPolicy = erase(keyPolicyType);
