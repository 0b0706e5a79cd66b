import { UserError } from "../../../model/errors.ts";
import type { Access } from "../../operate.ts";
import type { AliyunSettings } from "../settings.ts";
import { LOGIN } from "./refusals.ts";
import { loadCredentials } from "./require.ts";

/** The credentials that sign a request. */
export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary credentials. */
  readonly securityToken?: string;
}

/** The account of the server on this machine; it is worth nothing elsewhere. */
const OFFLINE: Keys = { accessKeyId: "offline", accessKeySecret: "offline" };

/**
 * Reads the keys anew each time: the vendor's library renews temporary ones. Order: those that the caller gives; on this
 * machine those of the server; the profile of the settings in ~/.aliyun/config.json; the library's own chain of
 * environment, OIDC role, profile, ECS role and URI.
 * @throws UserError when there are none.
 */
export function credentialsOf({ credentials, endpoint }: Access, { profile }: AliyunSettings): () => Promise<Keys> {
  const given = credentials ?? (endpoint === undefined ? undefined : OFFLINE);
  if (given !== undefined) return async () => given;
  let provider: { getCredentials(): Promise<Keys> } | undefined;
  return async () => {
    try {
      provider ??= providerOf(profile);
      const { accessKeyId, accessKeySecret, securityToken } = await provider.getCredentials();
      return { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) };
    } catch (error) {
      throw new UserError(
        `There are no credentials for Aliyun: ${error instanceof Error ? error.message : error}.`,
        LOGIN,
        { cause: error },
      );
    }
  };
}

function providerOf(profile: string | undefined) {
  const { CLIProfileCredentialsProvider, DefaultCredentialsProvider } = loadCredentials();
  return profile === undefined
    ? DefaultCredentialsProvider.builder().build()
    : CLIProfileCredentialsProvider.builder().withProfileName(profile).build();
}
