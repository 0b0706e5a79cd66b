import type { RoleArgs, RoleState } from "@pulumi/alicloud/ram/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { retry } from "../../server/retry.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { errorCode } from "../errors.ts";
import { list, part, rpc } from "../rpc.ts";
import { tagList } from "../tags.ts";
import { roleTable } from "./tables.ts";
import { readTags, retag } from "./tags.ts";

type Inputs = Plain<RoleArgs>;
type State = Plain<RoleState>;

/** Seconds to wait for the detachment of the role's policies: as long as the real provider waits. */
const DELETION = 600;

/** https://help.aliyun.com/zh/ram/developer-reference/api-ram-2015-05-01-createrole */
const roleType: ResourceType<AlicloudContext, Inputs, State> = {
  table: roleTable,
  autoName: { property: "name", maxLength: 64, unless: "roleName" },

  async create(cloud, inputs) {
    const { Role } = await rpc(cloud, "ram", "CreateRole", {
      RoleName: inputs.roleName ?? inputs.name,
      AssumeRolePolicyDocument: trustOf(inputs),
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      ...(inputs.tags && { Tag: tagList(inputs.tags) }),
    });
    return String((Role as { RoleName: string }).RoleName);
  },

  async read(cloud, id) {
    const found = part(await rpc(cloud, "ram", "GetRole", { RoleName: id }), "Role");
    const document = String(found.AssumeRolePolicyDocument ?? "");
    return {
      arn: String(found.Arn),
      assumeRolePolicyDocument: document,
      createTime: String(found.CreateDate),
      description: found.Description ? String(found.Description) : null,
      document,
      maxSessionDuration: Number(found.MaxSessionDuration),
      name: id,
      roleId: String(found.RoleId),
      roleName: id,
      ...principals(document),
      tags: await readTags(cloud, "role", id),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(roleTable, { ...old }, { ...inputs });
    const trust = ["assumeRolePolicyDocument", "document", "ramUsers", "services", "version"].some((key) =>
      changed.has(key),
    );
    if (trust || changed.has("description") || changed.has("maxSessionDuration")) {
      await rpc(cloud, "ram", "UpdateRole", {
        RoleName: id,
        ...(changed.has("description") && { NewDescription: inputs.description ?? "" }),
        ...(changed.has("maxSessionDuration") && { NewMaxSessionDuration: inputs.maxSessionDuration }),
        ...(trust && { NewAssumeRolePolicyDocument: trustOf(inputs) }),
      });
    }
    if (changed.has("tags")) await retag(cloud, "role", id, old.tags, inputs.tags);
  },

  async delete(cloud, id, last) {
    if (last.force) await detachAll(cloud, id);
    const when = (error: unknown) => errorCode(error) === "DeleteConflict.Role.Policy";
    const { signal } = cloud;
    await retry(() => rpc(cloud, "ram", "DeleteRole", { RoleName: id }), { when, seconds: DELETION, signal });
  },

  async find(_cloud, inputs) {
    return inputs.roleName ?? inputs.name;
  },
};

/** The trust policy, or one made of the older lists of users and services. */
function trustOf({ assumeRolePolicyDocument, document, ramUsers, services, version = "1" }: Inputs): string {
  const given = assumeRolePolicyDocument ?? document;
  if (given !== undefined) return given;
  if (!ramUsers?.length && !services?.length) {
    throw new UserError(
      "The role has no trust policy.",
      "Set assumeRolePolicyDocument, or one of the older properties document, ramUsers and services.",
    );
  }
  const Principal = { ...(ramUsers?.length && { RAM: ramUsers }), ...(services?.length && { Service: services }) };
  return JSON.stringify({ Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal }], Version: version });
}

/** The older properties, which the provider fills in from the document's first statement. */
function principals(document: string): Partial<State> {
  try {
    const { Statement: [first] = [] } = JSON.parse(document) as {
      Statement?: { Principal?: Record<string, unknown> }[];
    };
    const { RAM, Service } = first?.Principal ?? {};
    return { ramUsers: [RAM ?? []].flat() as string[], services: [Service ?? []].flat() as string[] };
  } catch {
    return {};
  }
}

async function detachAll(cloud: AlicloudContext, id: string): Promise<void> {
  const answer = await rpc(cloud, "ram", "ListPoliciesForRole", { RoleName: id });
  for (const { PolicyName, PolicyType } of list(answer, "Policies", "Policy")) {
    await rpc(cloud, "ram", "DetachPolicyFromRole", { RoleName: id, PolicyName, PolicyType });
  }
}

export const role = erase(roleType);
