import type { ProviderArgs } from "@pulumi/alicloud";
import { isLoopback } from "../../../adapters/shared/loopback.ts";
import { UserError } from "../../../model/errors.ts";
import type { Session } from "../server/plugin.ts";
import type { Fields, Plain } from "../server/resource-type.ts";
import { type AlicloudContext, createContext } from "./clients.ts";
import { functions } from "./functions.ts";
import { redirectTo } from "./redirect.ts";

type Args = Plain<ProviderArgs>;

/** Region, account and keys when the provider sets none: the emulator's own. */
const REGION = "cn-hangzhou";
const ACCOUNT = "1234567890123456";
const KEY = "offline";

/**
 * Makes a session from the arguments of `alicloud.Provider` that reaches this machine only. The provider calls the
 * vendor's real hostnames, and the proxy in HTTPS_PROXY, the emulator, answers.
 */
export function configure(fields: Fields, signal: AbortSignal): Session<AlicloudContext> {
  const args = fields as Args;
  refuseForeignEndpoints(args);
  const proxy = loopbackProxy();
  const region = args.region ?? process.env.ALIBABA_CLOUD_REGION ?? process.env.ALICLOUD_REGION ?? REGION;
  const options = {
    region,
    account: args.accountId ?? ACCOUNT,
    // Never looked up: profiles and environment may hold those of a real account.
    accessKeyId: args.accessKey ?? KEY,
    accessKeySecret: args.secretKey ?? KEY,
    ...(args.securityToken && { securityToken: args.securityToken }),
  };
  const context = createContext(options, () => redirectTo(proxy), signal);
  return {
    context: () => context,
    functions: functions(context),
    identity: JSON.stringify([proxy, options.account, options.accessKeyId, region]),
  };
}

/** Address to which every connection goes. Throws when it is not on this machine. */
function loopbackProxy(): string {
  const proxy = process.env.HTTPS_PROXY || process.env.https_proxy;
  if (!proxy) {
    throw new UserError(
      "HTTPS_PROXY is not set. The offline alicloud plugin never connects to a real account.",
      "Set it to the address of `polyfn offline aliyun`, http://127.0.0.1:4580, or deploy with the real alicloud plugin.",
    );
  }
  if (!isLoopback(proxy)) {
    throw new UserError(
      `The offline alicloud plugin only connects to this machine, but HTTPS_PROXY is ${proxy}.`,
      "Use http://127.0.0.1:4580 or another loopback address, or deploy with the real alicloud plugin.",
    );
  }
  return proxy;
}

/** The plugin does not need addresses of single services. Addresses on other machines are refused as a mistake. */
function refuseForeignEndpoints(args: Args): void {
  const { endpoints = [], fc, logEndpoint, mnsEndpoint } = args;
  const given = { fc, logEndpoint, mnsEndpoint, ...Object.assign({}, ...endpoints) } as Record<string, string>;
  // Addresses may have no scheme, as with the real provider.
  const leaves = (address: string) => !isLoopback(address.includes("://") ? address : `http://${address}`);
  const foreign = Object.entries(given).filter(([, address]) => address && leaves(address));
  if (foreign.length === 0) return;
  throw new UserError(
    `The offline alicloud plugin only connects to this machine, but the provider has ${foreign.map(([key, address]) => `${key} at ${address}`).join(", ")}.`,
    "Remove them, or deploy with the real alicloud plugin.",
  );
}
