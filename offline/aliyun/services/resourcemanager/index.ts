import type { Emulated } from "../../core/emulated.ts";
import { ApiError } from "../../core/error.ts";
import { LINKED_ROLE_NAMES } from "../../core/linked-roles.ts";
import type { LinkedRole } from "../../core/ports.ts";
import { param, rpc, rpcService } from "../../core/rpc.ts";
import type { Call } from "../../core/service.ts";
import type { World } from "../../core/world.ts";

/** Resource Management: service-linked roles and the default resource group. */
export function createResourceManager(world: World): Emulated {
  const service = rpcService({
    description: {
      title: "Resource Management",
      version: "2020-03-31",
      docs: "https://www.alibabacloud.com/help/en/resource-management/resource-group/developer-reference/api-resourcemanager-2020-03-31-overview",
    },
    hosts: [/^resourcemanager(?:\.(?<region>[a-z0-9-]+))?\.aliyuncs\.com$/],
    operations: [
      createServiceLinkedRole(world),
      checkServiceLinkedRole(world),
      getRole(world),
      deleteServiceLinkedRole(world),
      // Deletion is done when it is asked for.
      rpc({
        name: "GetServiceLinkedRoleDeletionStatus",
        permission: onAccount("GetServiceLinkedRoleDeletionStatus"),
        input: { DeletionTaskId: param.text(256) },
        run: () => ({ Status: "SUCCEEDED" }),
      }),
      listResourceGroups(world),
    ],
    snapshot: () => ({}),
    restore: () => undefined,
    reset: () => undefined,
  });
  return { service };
}

const serviceName = param.name("ServiceName", /^[a-z0-9.-]+\.aliyuncs\.com$/, 128);

const onAccount = (action: string) => ({
  action: `ram:${action}`,
  resource: ({ account }: Call) => `acs:ram:*:${account}:role/*`,
});

const view = (role: LinkedRole) => ({
  RoleId: role.id,
  RoleName: role.name,
  RolePrincipalName: `${role.name.toLowerCase()}@role`,
  Arn: role.arn,
  Description: role.description,
  IsServiceLinkedRole: true,
  AssumeRolePolicyDocument: role.trust,
  CreateDate: `${new Date(role.created).toISOString().slice(0, 19)}Z`,
});

const createServiceLinkedRole = (world: World) =>
  rpc({
    name: "CreateServiceLinkedRole",
    permission: onAccount("CreateServiceLinkedRole"),
    input: {
      ServiceName: serviceName,
      Description: param.text(1024).default(""),
      CustomSuffix: param.text(64).default(""),
    },
    run({ ServiceName, Description, CustomSuffix }) {
      const name = roleName(ServiceName) + (CustomSuffix && `_${CustomSuffix}`);
      if (world.linkedRoles.find(name)) {
        throw new ApiError(409, "EntityAlreadyExists.Role", `The role ${name} already exists.`);
      }
      return { Role: view(world.linkedRoles.ensure(ServiceName, name, Description)) };
    },
  });

/** Asked by deployers before they make the role. */
const checkServiceLinkedRole = (world: World) =>
  rpc({
    name: "CheckServiceLinkedRoleExistence",
    permission: onAccount("CheckServiceLinkedRoleExistence"),
    input: { ServiceName: serviceName },
    run: ({ ServiceName }) => ({ Exists: world.linkedRoles.findByService(ServiceName) !== undefined }),
  });

const getRole = (world: World) =>
  rpc({
    name: "GetRole",
    permission: onAccount("GetRole"),
    input: { RoleName: param.text(128) },
    run({ RoleName }) {
      const role = world.linkedRoles.find(RoleName);
      if (role) return { Role: view(role) };
      throw new ApiError(404, "EntityNotExist.Role", `The role ${RoleName} does not exist.`);
    },
  });

const deleteServiceLinkedRole = (world: World) =>
  rpc({
    name: "DeleteServiceLinkedRole",
    permission: onAccount("DeleteServiceLinkedRole"),
    input: { RoleName: param.text(128) },
    run({ RoleName }, { request }) {
      world.linkedRoles.delete(RoleName);
      return { DeletionTaskId: `task/${RoleName}/${request.id}` };
    },
  });

const listResourceGroups = ({ account }: World) =>
  rpc({
    name: "ListResourceGroups",
    permission: { action: "ram:ListResourceGroups", resource: () => `acs:ram:*:${account}:resourcegroup/*` },
    input: { PageNumber: param.integer(1, 100_000).default(1), PageSize: param.integer(1, 100).default(10) },
    run: ({ PageNumber, PageSize }) => ({
      PageNumber,
      PageSize,
      TotalCount: 1,
      ResourceGroups: {
        ResourceGroup: [
          {
            Id: "rg-default",
            Name: "default",
            DisplayName: "default",
            Status: "OK",
            AccountId: account,
            CreateDate: "2020-01-01T00:00:00+08:00",
          },
        ],
      },
    }),
  });

/** The vendor's name; of services that aren't listed here in its form: `a-b.aliyuncs.com` -> `AliyunServiceRoleForAB`. */
const roleName = (service: string): string => {
  const known = LINKED_ROLE_NAMES[service];
  if (known !== undefined) return known;
  const words = service.replace(/\.aliyuncs\.com$/, "").split(/[.-]/);
  return `AliyunServiceRoleFor${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}`;
};
