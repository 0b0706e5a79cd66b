import { ApiError } from "../../core/error.ts";
import { LINKED_ROLE_NAMES } from "../../core/linked-roles.ts";
import type { Operation } from "../../core/service.ts";
import { type EventBridge, operation } from "./operation.ts";

/** Roles that EventBridge has in the account, by name, and the service name of each. */
const ROLES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LINKED_ROLE_NAMES)
    .filter(([service]) => service.endsWith(".eventbridge.aliyuncs.com"))
    .map(([service, name]) => [name, service]),
);

/** Service-linked roles. They themselves are RAM's; deleting one is asked of the resource manager. */
export const linkedRoleOperations = ({ world }: EventBridge): readonly Operation[] => [
  ...operation(
    { name: "CreateServiceLinkedRoleForProduct", own: null, resource: () => "servicelinkedrole/*" },
    (input) => {
      const name = input.required("ProductName");
      world.linkedRoles.ensure(serviceOf(name), name);
      return { StsRoleName: name };
    },
  ),
  ...operation({ name: "CheckRoleForProduct", own: null, resource: () => "servicelinkedrole/*" }, (input) => {
    const name = input.required("ProductName");
    serviceOf(name);
    const found = world.linkedRoles.find(name);
    return { StsRoleName: name, CheckPass: found !== undefined, ...(found && { RoleArn: found.arn }) };
  }),
];

function serviceOf(name: string): string {
  const service = ROLES[name];
  if (service !== undefined) return service;
  throw new ApiError(
    400,
    "InvalidArgument",
    `EventBridge has no role ${name}; it has ${Object.keys(ROLES).join(", ")}.`,
  );
}
