import { Buffer } from "node:buffer";
import type { SecretVersionArgs, SecretVersionState } from "@pulumi/aws/secretsmanager/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { secretVersionTable } from "./secret-version.table.ts";

type Inputs = Plain<SecretVersionArgs>;
type State = Plain<SecretVersionState>;

const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

const secretVersionType: ResourceType<AwsContext, Inputs, State> = {
  table: secretVersionTable,

  async create(aws, inputs) {
    const { VersionId } = await (await aws.client("secretsmanager")).putSecretValue({
      SecretId: inputs.secretId,
      SecretBinary: inputs.secretBinary === undefined ? undefined : Buffer.from(inputs.secretBinary, "base64"),
      SecretString: inputs.secretString ?? inputs.secretStringWo,
      VersionStages: inputs.versionStages,
    });
    return `${inputs.secretId}|${VersionId}`;
  },

  async read(aws, id, last) {
    const [secretId, VersionId] = split(id);
    const version = await value(aws, secretId, VersionId);
    if (!version) return undefined;
    const writeOnly = last.secretStringWoVersion !== undefined;
    const { SecretBinary: binary, SecretString: string } = version;
    return {
      arn: version.ARN,
      hasSecretStringWo: writeOnly ? true : null,
      secretArn: version.ARN,
      secretBinary: binary ? Buffer.from(binary).toString("base64") : null,
      secretId,
      secretString: writeOnly ? null : (string ?? null),
      secretStringWo: null,
      versionId: version.VersionId,
      versionStages: version.VersionStages,
    };
  },

  async update(aws, id, inputs, old) {
    const secrets = await aws.client("secretsmanager");
    const [SecretId, versionId] = split(id);
    const wanted = inputs.versionStages ?? old.versionStages ?? [];
    const has = old.versionStages ?? [];
    for (const VersionStage of wanted.filter((stage) => !has.includes(stage))) {
      // A stage of another version is removed from that version first.
      const holder = await holderOf(aws, SecretId, VersionStage);
      const from = holder === versionId ? undefined : holder;
      await secrets.updateSecretVersionStage({
        SecretId,
        VersionStage,
        MoveToVersionId: versionId,
        RemoveFromVersionId: from,
      });
    }
    await dropStages(
      aws,
      id,
      has.filter((stage) => !wanted.includes(stage)),
    );
  },

  // AWS deletes a version without stages by itself; the current one stays until another replaces it.
  delete: (aws, id, last) => dropStages(aws, id, last.versionStages ?? []),
};

async function dropStages(aws: AwsContext, id: string, stages: readonly string[]): Promise<void> {
  const secrets = await aws.client("secretsmanager");
  const [SecretId, RemoveFromVersionId] = split(id);
  for (const VersionStage of stages) {
    if (VersionStage === CURRENT || VersionStage === PREVIOUS) continue;
    await secrets.updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId });
  }
}

async function holderOf(aws: AwsContext, SecretId: string, stage: string): Promise<string | undefined> {
  const { Versions = [] } = await (await aws.client("secretsmanager")).listSecretVersionIds({ SecretId });
  return Versions.find((version) => version.VersionStages?.includes(stage))?.VersionId;
}

/** Undefined when the secret waits for its deletion, which AWS reports only in the message. */
async function value(aws: AwsContext, SecretId: string, VersionId: string) {
  try {
    return await (await aws.client("secretsmanager")).getSecretValue({ SecretId, VersionId });
  } catch (error) {
    const deleted = error instanceof Error && /because it was (marked for deletion|deleted)/.test(error.message);
    if (deleted) return undefined;
    throw error;
  }
}

function split(id: string): [secretId: string, versionId: string] {
  const at = id.indexOf("|");
  if (at > 0 && at < id.length - 1) return [id.slice(0, at), id.slice(at + 1)];
  throw new UserError(`"${id}" is not the ID of a secret version.`, "Write it as <secret id>|<version id>.");
}

export const secretVersion = erase(secretVersionType);
