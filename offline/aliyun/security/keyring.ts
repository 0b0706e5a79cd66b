import type { World } from "../core/world.ts";
import type { Keyring } from "./authenticate.ts";

/** A permanent access key. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export const DEFAULT_CREDENTIALS: Credentials = { accessKeyId: "offline", accessKeySecret: "offline" };

/** The account's own keys; those of users and roles are asked of the services that made them. */
export function createKeyring(
  world: World,
  { credentials = [DEFAULT_CREDENTIALS], strict = false }: { credentials?: readonly Credentials[]; strict?: boolean },
): Keyring {
  const root = { account: world.account, type: "root", arn: `acs:ram::${world.account}:root` } as const;
  return {
    find: (accessKeyId) => {
      const own = credentials.find((key) => key.accessKeyId === accessKeyId);
      return own && { secret: own.accessKeySecret, caller: { ...root, accessKeyId } };
    },
    stranger: strict ? undefined : root,
    anonymous: { account: "", type: "anonymous", arn: "anonymous" },
  };
}
