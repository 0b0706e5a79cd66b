import { UserError } from "../../../model/errors.ts";
import { lazy } from "../../../runtime/core/values.ts";
import type { Access } from "../../operate.ts";

interface SdkIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The configuration of every client of the SDK. */
export interface ClientConfig {
  readonly region?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly credentials?: SdkIdentity | (() => Promise<SdkIdentity>);
}

/** Credentials that no account has: a server on this machine takes any, and AWS takes none of these. */
const DUMMY: SdkIdentity = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * By whom the cloud is used. At AWS: the SDK's own chain, with the profile of the settings, then the role to assume; with
 * the setting `account` nothing is asked of another account.
 */
export function credentialsOf(access: Access): Pick<ClientConfig, "profile" | "credentials"> {
  const { credentials: given, endpoint, settings, region } = access;
  const own = given && { accessKeyId: given.accessKeyId, secretAccessKey: given.accessKeySecret };
  // Profile, role and account are those of real accounts.
  if (endpoint !== undefined) return { credentials: own ?? DUMMY };
  const { profile, role, account } = settings;
  const chain = { ...(typeof profile === "string" && { profile }), ...(own && { credentials: own }) };
  if (typeof role !== "string" && typeof account !== "string") return chain;
  const config = { ...chain, ...(region !== undefined && { region }) };
  const identity = lazy(async () => identityIn(await stsClient(config), role, account));
  return { credentials: () => identity().then((read) => read()) };
}

const stsClient = async (config: ClientConfig) => new (await import("@aws-sdk/client-sts")).STS(config);
type StsClient = Awaited<ReturnType<typeof stsClient>>;

/** The source of credentials: the role's, or those of the chain once their account has been checked. */
async function identityIn(sts: StsClient, role: unknown, account: unknown): Promise<() => Promise<SdkIdentity>> {
  const read = typeof role === "string" ? () => assume(sts, role) : () => sts.config.credentials();
  if (typeof account !== "string") return read;
  const found = typeof role === "string" ? role.split(":")[4] : (await sts.getCallerIdentity({})).Account;
  if (found === account) return read;
  throw new UserError(
    `The credentials are of the account ${found}, but the stack may only use ${account}.`,
    "Set AWS_PROFILE, or the stack's settings profile and role, to that account; or change the setting account.",
  );
}

async function assume(sts: StsClient, RoleArn: string): Promise<SdkIdentity> {
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: "polyfn" });
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = Credentials ?? {};
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration && { expiration: Expiration }),
  };
}
