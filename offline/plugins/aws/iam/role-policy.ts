import type { RolePolicyArgs, RolePolicyState } from "@pulumi/aws/iam/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { rolePolicyTable } from "./tables.ts";

type Inputs = Omit<Plain<RolePolicyArgs>, "role"> & { role: string };
type State = Omit<Plain<RolePolicyState>, "role"> & { role?: string };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const rolePolicyType: ResourceType<AwsContext, Inputs, State> = {
  table: rolePolicyTable,
  autoName: { property: "name", maxLength: 128, prefix: "namePrefix" },

  async create(aws, inputs) {
    await put(aws, inputs);
    return `${inputs.role}:${inputs.name}`;
  },

  async read(aws, id) {
    const iam = await aws.client("iam");
    const [RoleName = id, PolicyName = ""] = id.split(":");
    const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName, PolicyName });
    return { role: RoleName, name: PolicyName, policy: decodeURIComponent(PolicyDocument) };
  },

  async update(aws, _id, inputs) {
    await put(aws, inputs);
  },

  async delete(aws, id) {
    const iam = await aws.client("iam");
    const [RoleName = id, PolicyName = ""] = id.split(":");
    await iam.deleteRolePolicy({ RoleName, PolicyName });
  },
};

async function put(aws: AwsContext, inputs: Inputs): Promise<void> {
  const iam = await aws.client("iam");
  await iam.putRolePolicy({ RoleName: inputs.role, PolicyName: inputs.name, PolicyDocument: String(inputs.policy) });
}

export const rolePolicy = erase(rolePolicyType);
