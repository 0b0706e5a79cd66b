import type { PolicyArgs, PolicyState } from "@pulumi/alicloud/ram/index.js";
import { UserError } from "../../../../model/errors.ts";
import { erase, type Fields, type Plain, type ResourceType } from "../../server/resource-type.ts";
import { changedKeys } from "../changes.ts";
import type { AlicloudContext } from "../clients.ts";
import { list, part, rpc } from "../rpc.ts";
import { tagList } from "../tags.ts";
import { policyTable } from "./tables.ts";
import { readTags, retag } from "./tags.ts";

type Inputs = Plain<PolicyArgs>;
type State = Plain<PolicyState>;

/** https://help.aliyun.com/zh/ram/developer-reference/api-ram-2015-05-01-createpolicy */
const policyType: ResourceType<AlicloudContext, Inputs, State> = {
  table: policyTable,
  autoName: { property: "name", maxLength: 128, unless: "policyName" },

  async create(cloud, inputs) {
    const { Policy } = await rpc(cloud, "ram", "CreatePolicy", {
      PolicyName: inputs.policyName ?? inputs.name,
      PolicyDocument: documentOf(inputs),
      Description: inputs.description,
      ...(inputs.tags && { Tag: tagList(inputs.tags) }),
    });
    return String((Policy as { PolicyName: string }).PolicyName);
  },

  async read(cloud, id) {
    const answer = await rpc(cloud, "ram", "GetPolicy", { PolicyName: id, PolicyType: "Custom" });
    const found = part(answer, "Policy");
    const version = part(answer, "DefaultPolicyVersion");
    const document = String(version.PolicyDocument ?? "");
    return {
      attachmentCount: Number(found.AttachmentCount ?? 0),
      createTime: String(found.CreateDate),
      defaultVersion: String(found.DefaultVersion),
      description: found.Description ? String(found.Description) : null,
      document,
      name: id,
      policyDocument: document,
      policyName: id,
      statements: statements(document),
      type: String(found.PolicyType),
      versionId: String(version.VersionId ?? ""),
      tags: await readTags(cloud, "policy", id),
    };
  },

  async update(cloud, id, inputs, old) {
    const changed = changedKeys(policyTable, { ...old }, { ...inputs });
    if (["policyDocument", "document", "statements", "version"].some((key) => changed.has(key))) {
      await rpc(cloud, "ram", "CreatePolicyVersion", {
        PolicyName: id,
        PolicyDocument: documentOf(inputs),
        SetAsDefault: true,
        RotateStrategy: inputs.rotateStrategy,
      });
    }
    if (changed.has("description")) {
      const body = { PolicyName: id, NewDescription: inputs.description ?? "" };
      await rpc(cloud, "ram", "UpdatePolicyDescription", body);
    }
    if (changed.has("tags")) await retag(cloud, "policy", id, old.tags, inputs.tags);
  },

  async delete(cloud, id, last) {
    if (last.force) await detachAll(cloud, id);
    await rpc(cloud, "ram", "DeletePolicy", { PolicyName: id, CascadingDelete: true });
  },

  async find(_cloud, inputs) {
    return inputs.policyName ?? inputs.name;
  },

  recomputed(changed) {
    const document = ["policyDocument", "document", "statements", "version"].some((key) => changed.has(key));
    return document
      ? ["defaultVersion", "versionId", "attachmentCount", "policyDocument", "document", "statements"]
      : [];
  },
};

/** The document, or one made of the older list of statements. */
function documentOf({ policyDocument, document, statements: given, version = "1" }: Inputs): string {
  const text = policyDocument ?? document;
  if (text !== undefined) return text;
  if (!given) {
    throw new UserError(
      "The policy has neither a document nor statements.",
      "Set policyDocument, or one of the older properties document and statements.",
    );
  }
  const Statement = given.map(({ actions, effect, resources }) => ({
    Action: actions,
    Effect: effect,
    Resource: resources,
  }));
  return JSON.stringify({ Version: version, Statement });
}

/** The older property, which the provider fills in from the document. */
function statements(document: string): State["statements"] {
  try {
    const { Statement = [] } = JSON.parse(document) as { Statement?: Fields[] };
    const texts = (value: unknown) => [value ?? []].flat().map(String);
    return Statement.map(({ Action, Effect, Resource }) => ({
      actions: texts(Action),
      effect: String(Effect),
      resources: texts(Resource),
    }));
  } catch {
    return undefined;
  }
}

/** Detaches the policy everywhere and deletes its older versions. Both would prevent its deletion. */
async function detachAll(cloud: AlicloudContext, id: string): Promise<void> {
  const about = { PolicyName: id, PolicyType: "Custom" };
  const entities = await rpc(cloud, "ram", "ListEntitiesForPolicy", about);
  for (const kind of ["User", "Group", "Role"] as const) {
    for (const entity of list(entities, `${kind}s`, kind)) {
      const name = { [`${kind}Name`]: entity[`${kind}Name`] };
      await rpc(cloud, "ram", `DetachPolicyFrom${kind}`, { ...about, ...name });
    }
  }
  const versions = await rpc(cloud, "ram", "ListPolicyVersions", about);
  for (const { VersionId, IsDefaultVersion } of list(versions, "PolicyVersions", "PolicyVersion")) {
    if (IsDefaultVersion !== true) await rpc(cloud, "ram", "DeletePolicyVersion", { PolicyName: id, VersionId });
  }
}

export const policy = erase(policyType);
