import type { Keyring } from "../core/service.ts";
import type { World } from "../core/world.ts";
import type { Guard } from "./guard.ts";

/** A permanent access key. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export const DEFAULT_CREDENTIALS: Credentials = { accessKeyId: "offline", accessKeySecret: "offline" };

export interface KeyringOptions {
  readonly credentials?: readonly Credentials[];
  readonly strict?: boolean;
}

/** The account's own keys, and those that users and roles have. */
export function createKeyring(
  { account, clock }: Pick<World, "account" | "clock">,
  guard: () => Guard | undefined,
  { credentials = [DEFAULT_CREDENTIALS], strict = false }: KeyringOptions,
): Keyring {
  const root = { account, type: "root", arn: `acs:ram::${account}:root` } as const;
  return {
    find: (accessKeyId) => {
      const own = credentials.find((key) => key.accessKeyId === accessKeyId);
      return own ? { secret: own.accessKeySecret, caller: { ...root, accessKeyId } } : guard()?.key(accessKeyId);
    },
    stranger: (accessKeyId) => (strict || guard()?.isRetired(accessKeyId) ? undefined : { ...root, accessKeyId }),
    anonymous: { account: "", type: "anonymous", arn: "anonymous" },
    now: () => clock.now(),
  };
}
