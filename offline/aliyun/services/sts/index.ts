import type { Emulated } from "../../core/emulated.ts";
import { ApiError } from "../../core/error.ts";
import { param, rpc, rpcService } from "../../core/rpc.ts";
import type { Caller } from "../../core/service.ts";
import type { World } from "../../core/world.ts";
import { PolicyError, parsePermissions } from "../../security/policy.ts";

/** Security Token Service: who one is, and temporary credentials of roles. */
export function createSts(world: World): Emulated {
  const service = rpcService({
    description: {
      title: "Security Token Service",
      version: "2015-04-01",
      docs: "https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-overview",
    },
    hosts: [/^sts(?:-vpc)?(?:\.(?<region>[a-z0-9-]+))?\.aliyuncs\.com$/],
    operations: [assumeRole(world), getCallerIdentity(world)],
    snapshot: () => ({}),
    restore: () => undefined,
    reset: () => undefined,
  });
  return { service };
}

const LONGEST_SESSION_POLICY = 1024;

const assumeRole = (world: World) =>
  rpc({
    name: "AssumeRole",
    permission: { action: "sts:AssumeRole", resource: ({ params }) => params.RoleArn ?? "*" },
    input: {
      RoleArn: param.text(512),
      RoleSessionName: param.name("RoleSessionName", /^[A-Za-z0-9.@_-]{2,}$/, 64),
      DurationSeconds: param.integer(900, 43_200).default(3600),
      Policy: param.text(LONGEST_SESSION_POLICY).optional(),
      ExternalId: param.text(1224).optional(),
    },
    run({ RoleArn, RoleSessionName, DurationSeconds, Policy, ExternalId }, { caller }) {
      if (caller.type === "anonymous") throw new ApiError(403, "NoPermission", "Nobody in particular takes on roles.");
      if (Policy !== undefined) checkPolicy(Policy);
      const session = world.sessions.assumeRole(caller, {
        roleArn: RoleArn,
        sessionName: RoleSessionName,
        seconds: DurationSeconds,
        ...(Policy !== undefined && { policy: Policy }),
        ...(ExternalId !== undefined && { externalId: ExternalId }),
      });
      const { accessKeyId, accessKeySecret, securityToken, expires } = session.credentials;
      return {
        AssumedRoleUser: { Arn: session.arn, AssumedRoleId: session.assumedRoleId },
        Credentials: {
          AccessKeyId: accessKeyId,
          AccessKeySecret: accessKeySecret,
          SecurityToken: securityToken,
          Expiration: `${new Date(expires).toISOString().slice(0, 19)}Z`,
        },
      };
    },
  });

function checkPolicy(text: string): void {
  try {
    parsePermissions(text);
  } catch (error) {
    if (error instanceof PolicyError) throw new ApiError(400, "InvalidParameter.PolicyGrammar", error.message);
    throw error;
  }
}

const types: Readonly<Record<Caller["type"], string>> = {
  root: "Account",
  user: "RAMUser",
  role: "AssumedRoleUser",
  service: "Service",
  anonymous: "Anonymous",
};

const getCallerIdentity = (world: World) =>
  rpc({
    name: "GetCallerIdentity",
    input: {},
    run: (_, { caller, account }) => {
      const principal = world.sessions.principalOf(caller);
      return {
        AccountId: account,
        Arn: caller.arn,
        IdentityType: types[caller.type],
        PrincipalId: principal.id,
        UserId: principal.userId,
        ...(principal.roleId !== undefined && { RoleId: principal.roleId }),
      };
    },
  });
