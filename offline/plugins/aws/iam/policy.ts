import type { PolicyArgs, PolicyState } from "@pulumi/aws/iam/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { policyTable } from "./tables.ts";

type Inputs = Plain<PolicyArgs>;
type State = Plain<PolicyState>;

/** Maximum number of versions of a managed policy; the oldest is deleted for a new one. */
const MAX_VERSIONS = 5;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
const policyType: ResourceType<AwsContext, Inputs, State> = {
  table: policyTable,
  autoName: { property: "name", maxLength: 128, prefix: "namePrefix" },

  async create(aws, inputs) {
    const iam = await aws.client("iam");
    const { Policy } = await iam.createPolicy({
      PolicyName: inputs.name,
      PolicyDocument: String(inputs.policy),
      Description: inputs.description,
      Path: inputs.path,
      Tags: tagList(aws.tags(inputs)),
    });
    return Policy?.Arn ?? "";
  },

  async read(aws, id) {
    const iam = await aws.client("iam");
    const { Policy } = await iam.getPolicy({ PolicyArn: id });
    if (!Policy) return undefined;
    const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn: id, VersionId: Policy.DefaultVersionId });
    return {
      arn: Policy.Arn,
      // The number of attachments is not part of this resource's state: it would change with every attachment.
      description: Policy.Description || null,
      name: Policy.PolicyName,
      path: Policy.Path,
      policy: decodeURIComponent(PolicyVersion?.Document ?? ""),
      policyId: Policy.PolicyId,
      ...aws.tagState(tagMap(Policy.Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const iam = await aws.client("iam");
    if (inputs.policy !== old.policy) {
      await makeRoom(aws, id);
      await iam.createPolicyVersion({ PolicyArn: id, PolicyDocument: String(inputs.policy), SetAsDefault: true });
    }
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await iam.untagPolicy({ PolicyArn: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await iam.tagPolicy({ PolicyArn: id, Tags: tagList(set) });
  },

  async delete(aws, id) {
    const iam = await aws.client("iam");
    for (const version of await otherVersions(aws, id)) {
      await iam.deletePolicyVersion({ PolicyArn: id, VersionId: version });
    }
    await iam.deletePolicy({ PolicyArn: id });
  },

  async find(aws, inputs) {
    return `arn:${aws.partition}:iam::${await aws.accountId()}:policy${inputs.path}${inputs.name}`;
  },
};

/** Versions other than the default, oldest first. */
async function otherVersions(aws: AwsContext, PolicyArn: string): Promise<string[]> {
  const { Versions = [] } = await (await aws.client("iam")).listPolicyVersions({ PolicyArn });
  const number = (version: string) => Number(version.slice(1));
  const others = Versions.filter((version) => !version.IsDefaultVersion).map(({ VersionId }) => VersionId ?? "");
  return others.sort((a, b) => number(a) - number(b));
}

async function makeRoom(aws: AwsContext, PolicyArn: string): Promise<void> {
  const [oldest, ...rest] = await otherVersions(aws, PolicyArn);
  if (oldest === undefined || rest.length + 2 < MAX_VERSIONS) return;
  await (await aws.client("iam")).deletePolicyVersion({ PolicyArn, VersionId: oldest });
}

export const policy = erase(policyType);
