import type { SecretArgs, SecretState } from "@pulumi/alicloud/kms/index.js";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { fromApi, only, type Spelling, toApi, without } from "../mapping.ts";
import { retag } from "../retag.ts";
import { list, part, rpc } from "../rpc.ts";
import { tagState } from "../tags.ts";
import { secretTable } from "./secret.table.ts";

type Inputs = Plain<SecretArgs>;
type State = Plain<SecretState>;

const KMS: Spelling = { style: "pascal", names: { dkmsInstanceId: "DKMSInstanceId" } };
const deletion = ["forceDeleteWithoutRecovery", "recoveryWindowInDays"];
const writable = without(secretTable, ...deletion, "tags", "versionStages");
const described = only(
  secretTable,
  ...["arn", "createTime", "description", "dkmsInstanceId", "encryptionKeyId", "extendedConfig", "plannedDeleteTime"],
  ...["rotationInterval", "secretName", "secretType"],
);
const value = only(secretTable, "secretData", "versionId", "secretDataType");

/** https://help.aliyun.com/zh/kms/key-management-service/developer-reference/api-createsecret */
const secretType: ResourceType<AlicloudContext, Inputs, State> = {
  table: secretTable,

  async create(cloud, inputs) {
    const tags = Object.entries(inputs.tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const body = { ...toApi(writable, { ...inputs }, KMS), ...(tags.length > 0 && { Tags: tags }) };
    await rpc(cloud, "kms", "CreateSecret", body);
    return inputs.secretName;
  },

  async read(cloud, id) {
    const about = { SecretName: id };
    const found = await rpc(cloud, "kms", "DescribeSecret", about);
    const current = await rpc(cloud, "kms", "GetSecretValue", about);
    const stages = part(current, "VersionStages").VersionStage;
    return {
      ...fromApi<State>(described, found, KMS),
      ...fromApi<State>(value, current, KMS),
      // The API returns nothing without rotation, so a given `false` is kept.
      enableAutomaticRotation: found.AutomaticRotation === "Enabled" ? true : undefined,
      ...(Array.isArray(stages) && { versionStages: stages.map(String) }),
      ...(found.DKMSInstanceId ? await readPolicy(cloud, id) : {}),
      tags: await readTags(cloud, id),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(secretTable, { ...old }, { ...inputs });
    const any = (...keys: string[]) => keys.some((key) => changed.has(key));
    const call = (action: string, body: Fields) => rpc(cloud, "kms", action, { SecretName: id, ...body });
    if (any("secretData", "versionId", "secretDataType", "versionStages")) {
      await call("PutSecretValue", { ...toApi(value, { ...inputs }, KMS), VersionStages: inputs.versionStages });
    }
    if (any("enableAutomaticRotation", "rotationInterval")) {
      const { enableAutomaticRotation = false, rotationInterval } = inputs;
      const body = { EnableAutomaticRotation: enableAutomaticRotation, RotationInterval: rotationInterval };
      await call("UpdateSecretRotationPolicy", body);
    }
    if (any("policy")) await call("SetSecretPolicy", { PolicyName: "default", Policy: inputs.policy });
    if (any("description")) await call("UpdateSecret", { Description: inputs.description ?? "" });
    if (any("tags")) await retag(cloud, "kms", "secret", id, old.tags, inputs.tags);
  },

  async delete(cloud, id, { forceDeleteWithoutRecovery = false, recoveryWindowInDays = 30 }) {
    const how = forceDeleteWithoutRecovery
      ? { ForceDeleteWithoutRecovery: true }
      : { RecoveryWindowInDays: recoveryWindowInDays };
    await rpc(cloud, "kms", "DeleteSecret", { SecretName: id, ...how });
  },

  async find(_cloud, { secretName }) {
    return secretName;
  },

  recomputed: (changed) => (changed.has("secretData") || changed.has("versionId") ? ["versionStages"] : []),
};

/** Only secrets in a KMS instance have a policy. */
async function readPolicy(cloud: AlicloudContext, id: string): Promise<Partial<State>> {
  const { Policy } = await rpc(cloud, "kms", "GetSecretPolicy", { SecretName: id, PolicyName: "default" });
  return Policy === undefined ? {} : { policy: String(Policy) };
}

async function readTags(cloud: AlicloudContext, id: string) {
  const body = { RegionId: cloud.region, ResourceType: "secret", "ResourceId.1": id };
  return tagState(list(await rpc(cloud, "kms", "ListTagResources", body), "TagResources", "TagResource"));
}

export const secret = erase(secretType);
