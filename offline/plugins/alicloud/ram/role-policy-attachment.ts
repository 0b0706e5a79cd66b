import type { RolePolicyAttachmentArgs, RolePolicyAttachmentState } from "@pulumi/alicloud/ram/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AlicloudContext } from "../clients.ts";
import { partsOf } from "../ids.ts";
import { list, rpc } from "../rpc.ts";
import { rolePolicyAttachmentTable } from "./tables.ts";

type Inputs = Plain<RolePolicyAttachmentArgs>;
type State = Plain<RolePolicyAttachmentState>;

/** https://help.aliyun.com/zh/ram/developer-reference/api-ram-2015-05-01-attachpolicytorole */
const attachmentType: ResourceType<AlicloudContext, Inputs, State> = {
  table: rolePolicyAttachmentTable,

  async create(cloud, { policyName, policyType, roleName }) {
    const body = { PolicyName: policyName, PolicyType: policyType, RoleName: roleName };
    await rpc(cloud, "ram", "AttachPolicyToRole", body);
    return `role:${policyName}:${policyType}:${roleName}`;
  },

  async read(cloud, id) {
    const { policyName, policyType, roleName } = namesOf(id);
    const answer = await rpc(cloud, "ram", "ListPoliciesForRole", { RoleName: roleName });
    const attached = list(answer, "Policies", "Policy").some(
      ({ PolicyName, PolicyType }) => PolicyName === policyName && PolicyType === policyType,
    );
    return attached ? { policyName, policyType, roleName } : undefined;
  },

  async delete(cloud, id) {
    const { policyName, policyType, roleName } = namesOf(id);
    const body = { PolicyName: policyName, PolicyType: policyType, RoleName: roleName };
    await rpc(cloud, "ram", "DetachPolicyFromRole", body);
  },

  async find(_cloud, { policyName, policyType, roleName }) {
    return `role:${policyName}:${policyType}:${roleName}`;
  },
};

function namesOf(id: string) {
  return partsOf(id, ["kind", "policyName", "policyType", "roleName"]);
}

export const rolePolicyAttachment = erase(attachmentType);
