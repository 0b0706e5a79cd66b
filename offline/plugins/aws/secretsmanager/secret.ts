import type { SecretArgs, SecretState } from "@pulumi/aws/secretsmanager/index.js";
import { finish } from "../../server/finish.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { sameJson } from "../../server/same.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { secretTable } from "./secret.table.ts";

type Inputs = Plain<SecretArgs>;
type State = Plain<SecretState>;

const secretType: ResourceType<AwsContext, Inputs, State> = {
  table: secretTable,
  autoName: { property: "name", maxLength: 512, prefix: "namePrefix" },

  async create(aws, inputs) {
    const secrets = await aws.client("secretsmanager");
    const { ARN = "" } = await secrets.createSecret({
      Name: inputs.name,
      Description: inputs.description,
      KmsKeyId: inputs.kmsKeyId,
      Type: inputs.type,
      AddReplicaRegions: replicas(inputs),
      ForceOverwriteReplicaSecret: inputs.forceOverwriteReplicaSecret,
      Tags: tagList(aws.tags(inputs)),
    });
    return finish(ARN, () => setPolicy(aws, ARN, inputs.policy));
  },

  async read(aws, id) {
    const secrets = await aws.client("secretsmanager");
    const secret = await secrets.describeSecret({ SecretId: id });
    // A secret that waits for its deletion can be restored, but counts as deleted.
    if (secret.DeletedDate) return undefined;
    const { ResourcePolicy } = await secrets.getResourcePolicy({ SecretId: id });
    return {
      arn: secret.ARN,
      description: secret.Description || null,
      kmsKeyId: secret.KmsKeyId || null,
      name: secret.Name,
      policy: ResourcePolicy ?? null,
      replicas: secret.ReplicationStatus?.map((replica) => ({
        region: replica.Region ?? "",
        kmsKeyId: replica.KmsKeyId,
        lastAccessedDate: replica.LastAccessedDate?.toISOString(),
        status: replica.Status,
        statusMessage: replica.StatusMessage,
      })),
      type: secret.Type,
      ...aws.tagState(tagMap(secret.Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const secrets = await aws.client("secretsmanager");
    await replicate(aws, id, inputs, old);
    if (inputs.description !== old.description || inputs.kmsKeyId !== old.kmsKeyId) {
      const Description = inputs.description ?? "";
      await secrets.updateSecret({ SecretId: id, Description, KmsKeyId: inputs.kmsKeyId });
    }
    const policy = inputs.policy ?? old.policy;
    if (policy !== undefined && !sameJson(policy, old.policy ?? "{}")) await setPolicy(aws, id, policy);
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await secrets.untagResource({ SecretId: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await secrets.tagResource({ SecretId: id, Tags: tagList(set) });
  },

  async delete(aws, id, last) {
    const secrets = await aws.client("secretsmanager");
    const regions = (last.replicas ?? []).map((replica) => replica.region);
    if (regions.length > 0) await secrets.removeRegionsFromReplication({ SecretId: id, RemoveReplicaRegions: regions });
    const days = last.recoveryWindowInDays ?? 30;
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    try {
      await secrets.deleteSecret({ SecretId: id, ...how });
    } catch (error) {
      // An interrupted run left this secret.
      if (!(error instanceof Error && /scheduled for deletion|marked (for deletion|deleted)/.test(error.message)))
        throw error;
    }
  },

  async find(aws, inputs) {
    const secret = await (await aws.client("secretsmanager")).describeSecret({ SecretId: inputs.name });
    return secret.DeletedDate ? undefined : secret.ARN;
  },
};

function replicas(inputs: Partial<Inputs>) {
  return inputs.replicas?.map(({ region, kmsKeyId }) => ({ Region: region, KmsKeyId: kmsKeyId }));
}

async function replicate(aws: AwsContext, SecretId: string, inputs: Inputs, old: Partial<State>): Promise<void> {
  const secrets = await aws.client("secretsmanager");
  if (!inputs.replicas) return;
  const kept = new Set(inputs.replicas.map((replica) => replica.region));
  const gone = (old.replicas ?? []).map((replica) => replica.region).filter((region) => !kept.has(region));
  if (gone.length > 0) await secrets.removeRegionsFromReplication({ SecretId, RemoveReplicaRegions: gone });
  const had = new Set((old.replicas ?? []).map((replica) => replica.region));
  const AddReplicaRegions = replicas(inputs)?.filter(({ Region }) => !had.has(Region)) ?? [];
  const ForceOverwriteReplicaSecret = inputs.forceOverwriteReplicaSecret;
  if (AddReplicaRegions.length === 0) return;
  await secrets.replicateSecretToRegions({ SecretId, AddReplicaRegions, ForceOverwriteReplicaSecret });
}

/** An empty policy means none. */
async function setPolicy(aws: AwsContext, SecretId: string, policy: string | undefined): Promise<void> {
  const secrets = await aws.client("secretsmanager");
  if (policy === undefined) return;
  if (policy === "" || policy === "{}") await secrets.deleteResourcePolicy({ SecretId });
  else await secrets.putResourcePolicy({ SecretId, ResourcePolicy: policy });
}

export const secret = erase(secretType);
