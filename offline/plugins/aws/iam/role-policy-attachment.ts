import type { RolePolicyAttachmentArgs, RolePolicyAttachmentState } from "@pulumi/aws/iam/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { attachedPolicies } from "./role.ts";
import { rolePolicyAttachmentTable } from "./tables.ts";

type Inputs = Omit<Plain<RolePolicyAttachmentArgs>, "role"> & { role: string };
type State = Omit<Plain<RolePolicyAttachmentState>, "role"> & { role?: string };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
const rolePolicyAttachmentType: ResourceType<AwsContext, Inputs, State> = {
  table: rolePolicyAttachmentTable,

  async create(aws, { role, policyArn }) {
    const iam = await aws.client("iam");
    await iam.attachRolePolicy({ RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  async read(aws, id) {
    const { role, policyArn } = parse(id);
    const attached = await attachedPolicies(aws, role);
    return attached.includes(policyArn) ? { role, policyArn } : undefined;
  },

  async delete(aws, id) {
    const iam = await aws.client("iam");
    const { role, policyArn } = parse(id);
    await iam.detachRolePolicy({ RoleName: role, PolicyArn: policyArn });
  },
};

/** `role/arn`, the ID and the import ID. */
function parse(id: string): { role: string; policyArn: string } {
  const slash = id.indexOf("/");
  return { role: id.slice(0, slash), policyArn: id.slice(slash + 1) };
}

export const rolePolicyAttachment = erase(rolePolicyAttachmentType);
