import type { KeyArgs, KeyState } from "@pulumi/alicloud/kms/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, only, type Spelling, toApi } from "../mapping.ts";
import { retag } from "../retag.ts";
import { list, part, rpc } from "../rpc.ts";
import { tagState } from "../tags.ts";
import { keyTable } from "./tables.ts";

type Inputs = Plain<KeyArgs>;
type State = Plain<KeyState>;

const KMS: Spelling = { style: "pascal", names: { dkmsInstanceId: "DKMSInstanceId" } };
const creation = [
  "description",
  "dkmsInstanceId",
  "keySpec",
  "keyUsage",
  "origin",
  "protectionLevel",
  "rotationInterval",
];
const created = only(keyTable, ...creation);
const described = only(
  keyTable,
  ...["arn", "automaticRotation", "creationDate", "creator", "deleteDate", "deletionProtection", "description"],
  ...["dkmsInstanceId", "keySpec", "keyUsage", "lastRotationDate", "materialExpireTime", "nextRotationDate", "origin"],
  ...["primaryKeyVersion", "protectionLevel", "rotationInterval"],
);

/** https://www.alibabacloud.com/help/en/kms/developer-reference/api-createkey */
const keyType: ResourceType<AlicloudContext, Inputs, State> = {
  table: keyTable,
  unserved: ["policy", "deletionWindowInDays", "isEnabled", "keyState"],

  async create(cloud, inputs) {
    const body = toApi(created, { ...inputs }, KMS);
    const rotating = { EnableAutomaticRotation: inputs.automaticRotation === "Enabled" };
    const { KeyId } = part(await rpc(cloud, "kms", "CreateKey", { ...body, ...rotating }), "KeyMetadata");
    const id = String(KeyId);
    return finish(id, async () => {
      if (inputs.status === "Disabled") await rpc(cloud, "kms", "DisableKey", { KeyId: id });
      if (inputs.deletionProtection === "Enabled") await protect(cloud, id, inputs);
      await retag(cloud, "kms", "key", id, {}, inputs.tags);
    });
  },

  async read(cloud, id) {
    const found = part(await rpc(cloud, "kms", "DescribeKey", { KeyId: id }), "KeyMetadata");
    // A key that waits for its deletion can be restored, but counts as deleted.
    if (found.KeyState === "PendingDeletion") return undefined;
    const body = { RegionId: cloud.region, ResourceType: "key", "ResourceId.1": id };
    const tags = list(await rpc(cloud, "kms", "ListTagResources", body), "TagResources", "TagResource");
    return { ...fromApi<State>(described, found, KMS), status: String(found.KeyState), tags: tagState(tags) };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(keyTable, { ...old }, { ...inputs });
    const call = (action: string, body: Fields = {}) => rpc(cloud, "kms", action, { KeyId: id, ...body });
    if (changed.has("description")) await call("UpdateKeyDescription", { Description: inputs.description ?? "" });
    if (changed.has("automaticRotation") || changed.has("rotationInterval")) {
      const enabled = (inputs.automaticRotation ?? old.automaticRotation) === "Enabled";
      const RotationInterval = inputs.rotationInterval;
      await call("UpdateRotationPolicy", { EnableAutomaticRotation: enabled, RotationInterval });
    }
    if (changed.has("status")) await call(inputs.status === "Disabled" ? "DisableKey" : "EnableKey");
    if (changed.has("deletionProtection")) await protect(cloud, id, inputs);
    if (changed.has("tags")) await retag(cloud, "kms", "key", id, old.tags, inputs.tags);
  },

  async delete(cloud, id, { pendingWindowInDays = 30 }) {
    await rpc(cloud, "kms", "ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: pendingWindowInDays });
  },
};

async function protect(cloud: AlicloudContext, id: string, inputs: Inputs): Promise<void> {
  await rpc(cloud, "kms", "SetDeletionProtection", {
    ProtectedResourceArn: `acs:kms:${cloud.region}:${cloud.accountId}:key/${id}`,
    EnableDeletionProtection: inputs.deletionProtection === "Enabled",
    DeletionProtectionDescription: inputs.deletionProtectionDescription,
  });
}

export const key = erase(keyType);
