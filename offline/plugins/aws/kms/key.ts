import type { GetKeyRotationStatusResponse, KeySpec, KeyUsageType } from "@aws-sdk/client-kms";
import type { KeyArgs, KeyState } from "@pulumi/aws/kms/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { sameJson } from "../../server/same.ts";
import type { AwsContext } from "../clients.ts";
import { errorCode } from "../errors.ts";
import { tagChanges } from "../tags.ts";
import { keyTable } from "./tables.ts";

type Inputs = Plain<KeyArgs>;
type State = Plain<KeyState>;

/** Only `default` exists. */
const POLICY = "default";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
const keyType: ResourceType<AwsContext, Inputs, State> = {
  table: keyTable,

  async create(aws, inputs) {
    const kms = await aws.client("kms");
    const { KeyMetadata } = await kms.createKey({
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      CustomKeyStoreId: inputs.customKeyStoreId,
      Description: inputs.description,
      KeySpec: inputs.customerMasterKeySpec as KeySpec | undefined,
      KeyUsage: inputs.keyUsage as KeyUsageType | undefined,
      MultiRegion: inputs.multiRegion,
      Policy: inputs.policy,
      Tags: toTags(aws.tags(inputs)),
      XksKeyId: inputs.xksKeyId,
    });
    const id = KeyMetadata?.KeyId ?? "";
    return finish(id, async () => {
      if (inputs.enableKeyRotation) await rotate(aws, id, inputs);
      if (inputs.isEnabled === false) await kms.disableKey({ KeyId: id });
    });
  },

  async read(aws, id) {
    const kms = await aws.client("kms");
    const { KeyMetadata: key } = await kms.describeKey({ KeyId: id });
    // A key that waits for its deletion can be restored, but counts as deleted.
    if (key?.KeyState === "PendingDeletion") return undefined;
    const { Policy } = await kms.getKeyPolicy({ KeyId: id, PolicyName: POLICY });
    const { Tags } = await kms.listResourceTags({ KeyId: id });
    const rotation = await rotationOf(aws, id);
    return {
      arn: key?.Arn,
      customerMasterKeySpec: key?.KeySpec,
      description: key?.Description || null,
      enableKeyRotation: rotation.KeyRotationEnabled ?? false,
      isEnabled: key?.Enabled,
      keyId: id,
      keyUsage: key?.KeyUsage,
      multiRegion: key?.MultiRegion,
      policy: Policy,
      rotationPeriodInDays: rotation.KeyRotationEnabled ? rotation.RotationPeriodInDays : null,
      ...aws.tagState(Object.fromEntries((Tags ?? []).map((tag) => [tag.TagKey ?? "", tag.TagValue ?? ""]))),
    };
  },

  async update(aws, id, inputs, old) {
    const kms = await aws.client("kms");
    if (inputs.isEnabled !== old.isEnabled) {
      await (inputs.isEnabled === false ? kms.disableKey({ KeyId: id }) : kms.enableKey({ KeyId: id }));
    }
    const description = inputs.description ?? old.description ?? "";
    if (description !== (old.description ?? ""))
      await kms.updateKeyDescription({ KeyId: id, Description: description });
    const period = inputs.rotationPeriodInDays ?? old.rotationPeriodInDays;
    if (inputs.enableKeyRotation && (!old.enableKeyRotation || period !== old.rotationPeriodInDays)) {
      await rotate(aws, id, inputs);
    }
    if (!inputs.enableKeyRotation && old.enableKeyRotation) await kms.disableKeyRotation({ KeyId: id });
    if (inputs.policy !== undefined && !sameJson(inputs.policy, old.policy ?? "{}")) {
      await kms.putKeyPolicy({ KeyId: id, PolicyName: POLICY, Policy: inputs.policy });
    }
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await kms.untagResource({ KeyId: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await kms.tagResource({ KeyId: id, Tags: toTags(set) });
  },

  async delete(aws, id, last) {
    const kms = await aws.client("kms");
    try {
      await kms.scheduleKeyDeletion({ KeyId: id, PendingWindowInDays: last.deletionWindowInDays });
    } catch (error) {
      // An interrupted run left this key.
      if (!(errorCode(error) === "KMSInvalidStateException" && /pending deletion/i.test(String(error)))) throw error;
    }
  },
};

const toTags = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

async function rotate(aws: AwsContext, KeyId: string, { rotationPeriodInDays }: Inputs): Promise<void> {
  await (await aws.client("kms")).enableKeyRotation({ KeyId, RotationPeriodInDays: rotationPeriodInDays });
}

/** Only symmetric keys have a rotation. */
async function rotationOf(aws: AwsContext, KeyId: string): Promise<Partial<GetKeyRotationStatusResponse>> {
  try {
    return await (await aws.client("kms")).getKeyRotationStatus({ KeyId });
  } catch (error) {
    if (errorCode(error) === "UnsupportedOperationException") return {};
    throw error;
  }
}

export const key = erase(keyType);
