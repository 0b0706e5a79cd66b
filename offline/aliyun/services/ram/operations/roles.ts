import { ApiError } from "../../../core/error.ts";
import { page, param, rpc, tagsOf } from "../../../core/rpc.ts";
import type { Role } from "../model.ts";
import { on, onAccount } from "../permissions.ts";
import { checkTrust, description, marker, maxItems, policyDocument, roleName, sessionDuration } from "../rules.ts";
import { exists, type RamStore } from "../store.ts";
import { fullRoleView, roleView } from "../views.ts";

export const roleOperations = (store: RamStore) => [
  rpc({
    name: "CreateRole",
    permission: on("CreateRole", "role", "RoleName"),
    input: {
      RoleName: roleName,
      AssumeRolePolicyDocument: policyDocument,
      Description: description,
      MaxSessionDuration: sessionDuration.default(3600),
    },
    run(input, { params }) {
      const arn = store.roleArn(input.RoleName);
      if (store.roleByArn(arn)) throw exists("Role", input.RoleName);
      const role: Role = {
        ...store.principal(input.RoleName, "3"),
        arn,
        description: input.Description,
        maxSessionDuration: input.MaxSessionDuration,
        trust: checkTrust(input.AssumeRolePolicyDocument),
        tags: tagsOf(params),
      };
      store.roles.set(role.name, role);
      return { Role: fullRoleView(role) };
    },
  }),
  rpc({
    name: "GetRole",
    permission: on("GetRole", "role", "RoleName"),
    input: { RoleName: roleName },
    run: ({ RoleName }) => ({ Role: fullRoleView(store.role(RoleName)) }),
  }),
  rpc({
    name: "ListRoles",
    permission: onAccount("ListRoles"),
    input: { Marker: marker, MaxItems: maxItems },
    run({ Marker, MaxItems }) {
      const { items, rest } = page([...store.roles.values()], Marker, MaxItems);
      return { Roles: { Role: items.map(roleView) }, ...rest };
    },
  }),
  rpc({
    name: "UpdateRole",
    permission: on("UpdateRole", "role", "RoleName"),
    input: {
      RoleName: roleName,
      NewAssumeRolePolicyDocument: policyDocument.optional(),
      NewDescription: param.text(1024).optional(),
      NewMaxSessionDuration: sessionDuration.optional(),
    },
    run(input, { params }) {
      const role = own(store.role(input.RoleName));
      if (input.NewAssumeRolePolicyDocument) role.trust = checkTrust(input.NewAssumeRolePolicyDocument);
      // A description can be emptied; parameters that are empty are otherwise as good as none.
      if (params.NewDescription !== undefined) role.description = input.NewDescription ?? "";
      role.maxSessionDuration = input.NewMaxSessionDuration ?? role.maxSessionDuration;
      role.updated = store.now();
      return { Role: fullRoleView(role) };
    },
  }),
  rpc({
    name: "DeleteRole",
    permission: on("DeleteRole", "role", "RoleName"),
    input: { RoleName: roleName },
    run({ RoleName }) {
      const role = own(store.role(RoleName));
      if (role.policies.length > 0) {
        throw new ApiError(409, "DeleteConflict.Role.Policy", `The role ${RoleName} has policies attached.`);
      }
      store.roles.delete(RoleName);
      return {};
    },
  }),
];

/** Service-linked roles are their services' alone. */
function own(role: Role): Role {
  if (role.service === undefined) return role;
  throw new ApiError(
    400,
    "NotSupport.ServiceLinkedRole",
    `The role ${role.name} is linked to the service ${role.service}.`,
  );
}
