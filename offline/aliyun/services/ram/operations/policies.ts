import { ApiError } from "../../../core/error.ts";
import { page, param, rpc, tagsOf } from "../../../core/rpc.ts";
import { attachedTo, detachEverywhere } from "../attached.ts";
import type { Policy } from "../model.ts";
import { on, onAccount } from "../permissions.ts";
import { checkPolicy, description, marker, maxItems, policyDocument, policyName, policyType } from "../rules.ts";
import { exists, missing, type RamStore } from "../store.ts";
import { systemPolicies } from "../system-policies.ts";
import { policyView, systemPolicyView, versionView } from "../views.ts";

export const policyOperations = (store: RamStore) => {
  const view = (policy: Policy) => policyView(policy, attachedTo(store, "Custom", policy.name).length);
  const systemView = (name: string) => systemPolicyView(name, attachedTo(store, "System", name).length);
  return [
    rpc({
      name: "CreatePolicy",
      permission: on("CreatePolicy", "policy", "PolicyName"),
      input: { PolicyName: policyName, PolicyDocument: policyDocument, Description: description },
      run(input, { params }) {
        if (store.policies.has(input.PolicyName)) throw exists("Policy", input.PolicyName);
        const now = store.now();
        const policy: Policy = {
          name: input.PolicyName,
          description: input.Description,
          created: now,
          updated: now,
          tags: tagsOf(params),
          versions: [{ id: "v1", document: checkPolicy(input.PolicyDocument), created: now }],
          defaultVersion: "v1",
        };
        store.policies.set(policy.name, policy);
        return { Policy: view(policy) };
      },
    }),
    rpc({
      name: "GetPolicy",
      permission: on("GetPolicy", "policy", "PolicyName"),
      input: { PolicyName: policyName, PolicyType: policyType },
      run({ PolicyName, PolicyType }) {
        if (PolicyType === "System") {
          const document = systemPolicies.get(PolicyName) ?? missing("Policy", PolicyName);
          return { Policy: systemView(PolicyName), DefaultPolicyVersion: versionView("v1", true, document, undefined) };
        }
        const policy = store.policy(PolicyName);
        const version = policy.versions.find(({ id }) => id === policy.defaultVersion);
        if (!version) missing("Policy.Version", policy.defaultVersion);
        const { id, document, created } = version;
        return { Policy: view(policy), DefaultPolicyVersion: versionView(id, true, document, created) };
      },
    }),
    rpc({
      name: "ListPolicies",
      permission: onAccount("ListPolicies"),
      input: { PolicyType: policyType.optional(), Marker: marker, MaxItems: maxItems },
      run({ PolicyType, Marker, MaxItems }) {
        const system = PolicyType === "Custom" ? [] : [...systemPolicies.keys()].map(systemView);
        const custom = PolicyType === "System" ? [] : [...store.policies.values()].map(view);
        const { items, rest } = page([...system, ...custom], Marker, MaxItems);
        return { Policies: { Policy: items }, ...rest };
      },
    }),
    rpc({
      name: "UpdatePolicyDescription",
      permission: on("UpdatePolicyDescription", "policy", "PolicyName"),
      input: { PolicyName: policyName, NewDescription: description },
      run({ PolicyName, NewDescription }) {
        const policy = store.policy(PolicyName);
        Object.assign(policy, { description: NewDescription, updated: store.now() });
        return { Policy: view(policy) };
      },
    }),
    rpc({
      name: "DeletePolicy",
      permission: on("DeletePolicy", "policy", "PolicyName"),
      input: { PolicyName: policyName, CascadingDelete: param.flag().default(false) },
      run({ PolicyName, CascadingDelete }) {
        const policy = store.policy(PolicyName);
        const conflict = (kind: string, what: string) =>
          new ApiError(409, `DeleteConflict.Policy.${kind}`, `The policy ${PolicyName} ${what}.`);
        const [attached] = attachedTo(store, "Custom", PolicyName);
        if (attached && !CascadingDelete) throw conflict(attached.kind, `is attached to ${attached.principal.name}`);
        if (policy.versions.length > 1 && !CascadingDelete) throw conflict("Version", "has other versions");
        detachEverywhere(store, PolicyName);
        store.policies.delete(PolicyName);
        return {};
      },
    }),
  ];
};
