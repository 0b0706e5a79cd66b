import { SetupError } from "../../../runtime/errors.ts";
import type { Credentials, FcContext } from "./trigger.ts";

let current: FcContext | undefined;

/** Remembers the call that runs now: its credentials are what the clients sign with. An instance runs one at a time. */
export function enterCall(context: FcContext): void {
  current = context;
}

/** Credentials of the function's role, of the newest call: those in the environment are of the instance's start. */
export function credentials(): Credentials {
  const {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId = "",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret = "",
    ALIBABA_CLOUD_SECURITY_TOKEN: securityToken = "",
  } = process.env;
  const given = current?.credentials;
  const found = given?.accessKeyId ? given : { accessKeyId, accessKeySecret, securityToken };
  if (found.accessKeyId) return found;
  throw new SetupError("the function has no role, so no client can sign its requests: deploy again");
}

/** The function's region, for example "cn-hangzhou". */
export const region = (): string => current?.region ?? process.env.FC_REGION ?? "";

/** Account that the function belongs to. */
export const account = (): string => current?.accountId ?? process.env.FC_ACCOUNT_ID ?? "";
