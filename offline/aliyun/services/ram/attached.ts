import type { Attachment, Principal } from "./model.ts";
import type { RamStore } from "./store.ts";

export type PrincipalKind = "User" | "Group" | "Role";

export interface Attached {
  readonly kind: PrincipalKind;
  readonly principal: Principal;
  readonly attachment: Attachment;
}

/** The identities that a policy is attached to: users first, then groups, then roles. */
export function attachedTo(store: RamStore, type: Attachment["type"], name: string): Attached[] {
  const of = (kind: PrincipalKind, principals: Iterable<Principal>): Attached[] =>
    [...principals].flatMap((principal) =>
      principal.policies
        .filter((attachment) => attachment.type === type && attachment.name === name)
        .map((attachment) => ({ kind, principal, attachment })),
    );
  return [
    ...of("User", store.users.values()),
    ...of("Group", store.groups.values()),
    ...of("Role", store.roles.values()),
  ];
}

/** Detaches a custom policy from every identity. */
export function detachEverywhere(store: RamStore, name: string): void {
  for (const { principal, attachment } of attachedTo(store, "Custom", name)) {
    principal.policies = principal.policies.filter((other) => other !== attachment);
  }
}
