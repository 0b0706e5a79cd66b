import { ApiError } from "../../../core/error.ts";
import { rpc } from "../../../core/rpc.ts";
import { attachedTo, type PrincipalKind } from "../attached.ts";
import type { Attachment, Principal } from "../model.ts";
import { on } from "../permissions.ts";
import { groupName, policyName, policyType, roleName, userName } from "../rules.ts";
import { exists, missing, type RamStore, timeText } from "../store.ts";
import { systemPolicies } from "../system-policies.ts";

/** Policies of each kind that one user, group or role may have. */
const MOST_ATTACHED = 20;

const names = { User: userName, Group: groupName, Role: roleName };
const kinds = { User: "user", Group: "group", Role: "role" } as const;

export const attachmentOperations = (store: RamStore) => [
  ...operationsFor("User", store, store.user),
  ...operationsFor("Group", store, store.group),
  ...operationsFor("Role", store, store.role),
  listEntities(store),
];

/** Attach, detach and list, which differ in nothing but whom they are for. */
function operationsFor(kind: PrincipalKind, store: RamStore, find: (name: string) => Principal) {
  const parameter = `${kind}Name`;
  const input = { PolicyName: policyName, PolicyType: policyType, [parameter]: names[kind] };
  const permission = (action: string) => on(action, kinds[kind], parameter);
  const named = (values: Readonly<Record<string, string>>) => ({
    principal: find(values[parameter] ?? ""),
    type: values.PolicyType as Attachment["type"],
    name: values.PolicyName ?? "",
  });
  return [
    rpc({
      name: `AttachPolicyTo${kind}`,
      permission: permission(`AttachPolicyTo${kind}`),
      input,
      run(values) {
        const { principal, type, name } = named(values);
        if (type === "System" && !systemPolicies.has(name)) missing("Policy", name);
        if (type === "Custom") store.policy(name);
        if (principal.policies.some((one) => one.type === type && one.name === name))
          throw exists(`${kind}.Policy`, name);
        if (principal.policies.filter((one) => one.type === type).length >= MOST_ATTACHED) {
          throw new ApiError(409, `LimitExceeded.${kind}.Policy`, `At most ${MOST_ATTACHED} policies can be attached.`);
        }
        principal.policies.push({ type, name, time: store.now() });
        return {};
      },
    }),
    rpc({
      name: `DetachPolicyFrom${kind}`,
      permission: permission(`DetachPolicyFrom${kind}`),
      input,
      run(values) {
        const { principal, type, name } = named(values);
        const found = principal.policies.find((one) => one.type === type && one.name === name);
        if (!found) missing(`${kind}.Policy`, name);
        principal.policies = principal.policies.filter((one) => one !== found);
        return {};
      },
    }),
    rpc({
      name: `ListPoliciesFor${kind}`,
      permission: permission(`ListPoliciesFor${kind}`),
      input: { [parameter]: names[kind] },
      run: (values) => ({
        Policies: { Policy: find(values[parameter] ?? "").policies.map((one) => view(store, one)) },
      }),
    }),
  ];
}

const view = (store: RamStore, { type, name, time }: Attachment) => ({
  PolicyName: name,
  PolicyType: type,
  Description: store.policies.get(name)?.description ?? name,
  DefaultVersion: store.policies.get(name)?.defaultVersion ?? "v1",
  AttachDate: timeText(time),
});

const listEntities = (store: RamStore) =>
  rpc({
    name: "ListEntitiesForPolicy",
    permission: on("ListEntitiesForPolicy", "policy", "PolicyName"),
    input: { PolicyName: policyName, PolicyType: policyType },
    run({ PolicyName, PolicyType }) {
      if (PolicyType === "Custom") store.policy(PolicyName);
      const of = (kind: PrincipalKind) =>
        attachedTo(store, PolicyType, PolicyName)
          .filter((attached) => attached.kind === kind)
          .map(({ principal: { name, id }, attachment }) => ({
            [`${kind}Name`]: name,
            [`${kind}Id`]: id,
            AttachDate: timeText(attachment.time),
          }));
      return { Users: { User: of("User") }, Groups: { Group: of("Group") }, Roles: { Role: of("Role") } };
    },
  });
