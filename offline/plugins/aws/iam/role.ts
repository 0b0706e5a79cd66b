import type { RoleArgs, RoleState } from "@pulumi/aws/iam/index.js";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import type { AwsContext } from "../clients.ts";
import { tagChanges, tagList, tagMap } from "../tags.ts";
import { roleTable } from "./role.table.ts";

type Inputs = Plain<RoleArgs>;
type State = Plain<RoleState>;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const roleType: ResourceType<AwsContext, Inputs, State> = {
  table: roleTable,
  autoName: { property: "name", maxLength: 64, prefix: "namePrefix" },

  async create(aws, inputs) {
    const iam = await aws.client("iam");
    const RoleName = inputs.name ?? "";
    await iam.createRole({
      RoleName,
      AssumeRolePolicyDocument: String(inputs.assumeRolePolicy),
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      Path: inputs.path,
      PermissionsBoundary: inputs.permissionsBoundary,
      Tags: tagList(aws.tags(inputs)),
    });
    await attach(aws, RoleName, [], inputs.managedPolicyArns ?? []);
    await inline(aws, RoleName, [], inputs.inlinePolicies ?? []);
    return RoleName;
  },

  async read(aws, id, last) {
    const iam = await aws.client("iam");
    const { Role } = await iam.getRole({ RoleName: id });
    if (!Role) return undefined;
    return {
      arn: Role.Arn,
      assumeRolePolicy: decodeURIComponent(Role.AssumeRolePolicyDocument ?? ""),
      createDate: Role.CreateDate?.toISOString(),
      description: Role.Description ?? null,
      maxSessionDuration: Role.MaxSessionDuration,
      name: Role.RoleName,
      path: Role.Path,
      permissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
      uniqueId: Role.RoleId,
      ...(last.managedPolicyArns && { managedPolicyArns: await attachedPolicies(aws, id) }),
      ...aws.tagState(tagMap(Role.Tags)),
    };
  },

  async update(aws, id, inputs, old) {
    const iam = await aws.client("iam");
    await iam.updateAssumeRolePolicy({ RoleName: id, PolicyDocument: String(inputs.assumeRolePolicy) });
    await iam.updateRole({
      RoleName: id,
      Description: inputs.description ?? "",
      MaxSessionDuration: inputs.maxSessionDuration,
    });
    if (inputs.permissionsBoundary !== old.permissionsBoundary) await setBoundary(aws, id, inputs.permissionsBoundary);
    await attach(aws, id, old.managedPolicyArns ?? [], inputs.managedPolicyArns ?? old.managedPolicyArns ?? []);
    await inline(aws, id, old.inlinePolicies ?? [], inputs.inlinePolicies ?? old.inlinePolicies ?? []);
    const { set, remove } = tagChanges(old.tagsAll, aws.tags(inputs));
    if (remove.length > 0) await iam.untagRole({ RoleName: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await iam.tagRole({ RoleName: id, Tags: tagList(set) });
  },

  async delete(aws, id, last) {
    const iam = await aws.client("iam");
    if (last.forceDetachPolicies || last.managedPolicyArns) await attach(aws, id, await attachedPolicies(aws, id), []);
    if (last.forceDetachPolicies || last.inlinePolicies) {
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName: id });
      for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName: id, PolicyName });
    }
    await iam.deleteRole({ RoleName: id });
  },

  async find(_aws, inputs) {
    return inputs.name;
  },
};

export async function attachedPolicies(aws: AwsContext, RoleName: string): Promise<string[]> {
  const { AttachedPolicies = [] } = await (await aws.client("iam")).listAttachedRolePolicies({ RoleName });
  return AttachedPolicies.map((policy) => policy.PolicyArn ?? "");
}

async function attach(
  aws: AwsContext,
  RoleName: string,
  from: readonly string[],
  to: readonly string[],
): Promise<void> {
  const iam = await aws.client("iam");
  for (const PolicyArn of from) if (!to.includes(PolicyArn)) await iam.detachRolePolicy({ RoleName, PolicyArn });
  for (const PolicyArn of to) if (!from.includes(PolicyArn)) await iam.attachRolePolicy({ RoleName, PolicyArn });
}

type Inline = NonNullable<Inputs["inlinePolicies"]>;

async function inline(aws: AwsContext, RoleName: string, from: Inline, to: Inline): Promise<void> {
  const iam = await aws.client("iam");
  const kept = new Set(to.map((policy) => policy.name));
  for (const { name } of from) if (!kept.has(name)) await iam.deleteRolePolicy({ RoleName, PolicyName: name });
  for (const { name, policy } of to) {
    await iam.putRolePolicy({ RoleName, PolicyName: name, PolicyDocument: String(policy) });
  }
}

async function setBoundary(aws: AwsContext, RoleName: string, boundary: string | undefined): Promise<void> {
  const iam = await aws.client("iam");
  if (boundary) await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: boundary });
  else await iam.deleteRolePermissionsBoundary({ RoleName });
}

export const role = erase(roleType);
