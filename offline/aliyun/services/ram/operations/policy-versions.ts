import { ApiError } from "../../../core/error.ts";
import { param, rpc } from "../../../core/rpc.ts";
import type { Policy } from "../model.ts";
import { on } from "../permissions.ts";
import { checkPolicy, policyDocument, policyName, policyType } from "../rules.ts";
import { missing, type RamStore } from "../store.ts";
import { systemPolicies } from "../system-policies.ts";
import { versionView } from "../views.ts";

const MOST_VERSIONS = 5;
const versionId = param.text(16);

const view = (policy: Policy, version: Policy["versions"][number]) =>
  versionView(version.id, version.id === policy.defaultVersion, version.document, version.created);

const find = (policy: Policy, id: string) =>
  policy.versions.find((version) => version.id === id) ?? missing("Policy.Version", id);

export const policyVersionOperations = (store: RamStore) => [
  rpc({
    name: "CreatePolicyVersion",
    permission: on("CreatePolicyVersion", "policy", "PolicyName"),
    input: {
      PolicyName: policyName,
      PolicyDocument: policyDocument,
      SetAsDefault: param.flag().default(false),
      RotateStrategy: param.choice("None", "DeleteOldestNonDefaultVersionWhenLimitExceeded").default("None"),
    },
    run(input) {
      const policy = store.policy(input.PolicyName);
      const document = checkPolicy(input.PolicyDocument);
      if (policy.versions.length >= MOST_VERSIONS) makeRoom(policy, input.RotateStrategy !== "None");
      const last = Math.max(...policy.versions.map(({ id }) => Number(id.slice(1))));
      const version = { id: `v${last + 1}`, document, created: store.now() };
      policy.versions.push(version);
      if (input.SetAsDefault) policy.defaultVersion = version.id;
      policy.updated = store.now();
      return { PolicyVersion: view(policy, version) };
    },
  }),
  rpc({
    name: "GetPolicyVersion",
    permission: on("GetPolicyVersion", "policy", "PolicyName"),
    input: { PolicyName: policyName, PolicyType: policyType, VersionId: versionId },
    run({ PolicyName, PolicyType, VersionId }) {
      if (PolicyType === "Custom") {
        const policy = store.policy(PolicyName);
        return { PolicyVersion: view(policy, find(policy, VersionId)) };
      }
      const document = systemPolicies.get(PolicyName) ?? missing("Policy", PolicyName);
      return { PolicyVersion: versionView("v1", true, document, undefined) };
    },
  }),
  rpc({
    name: "ListPolicyVersions",
    permission: on("ListPolicyVersions", "policy", "PolicyName"),
    input: { PolicyName: policyName, PolicyType: policyType },
    run({ PolicyName, PolicyType }) {
      if (PolicyType === "Custom") {
        const policy = store.policy(PolicyName);
        return { PolicyVersions: { PolicyVersion: policy.versions.map((version) => view(policy, version)) } };
      }
      const document = systemPolicies.get(PolicyName) ?? missing("Policy", PolicyName);
      return { PolicyVersions: { PolicyVersion: [versionView("v1", true, document, undefined)] } };
    },
  }),
  rpc({
    name: "SetDefaultPolicyVersion",
    permission: on("SetDefaultPolicyVersion", "policy", "PolicyName"),
    input: { PolicyName: policyName, VersionId: versionId },
    run({ PolicyName, VersionId }) {
      const policy = store.policy(PolicyName);
      policy.defaultVersion = find(policy, VersionId).id;
      policy.updated = store.now();
      return {};
    },
  }),
  rpc({
    name: "DeletePolicyVersion",
    permission: on("DeletePolicyVersion", "policy", "PolicyName"),
    input: { PolicyName: policyName, VersionId: versionId },
    run({ PolicyName, VersionId }) {
      const policy = store.policy(PolicyName);
      const version = find(policy, VersionId);
      if (version.id === policy.defaultVersion) {
        throw new ApiError(
          409,
          "DeleteConflict.PolicyVersion.Default",
          `${VersionId} is the policy's default version.`,
        );
      }
      policy.versions = policy.versions.filter((other) => other !== version);
      return {};
    },
  }),
];

function makeRoom(policy: Policy, rotate: boolean): void {
  const oldest = policy.versions.find(({ id }) => id !== policy.defaultVersion);
  if (!rotate || !oldest) {
    throw new ApiError(409, "LimitExceeded.Policy.Version", `A policy has ${MOST_VERSIONS} versions at most.`);
  }
  policy.versions = policy.versions.filter((version) => version !== oldest);
}
