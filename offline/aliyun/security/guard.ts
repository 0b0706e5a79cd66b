import type { ServiceRequest } from "../core/http.ts";
import type { Caller, KnownKey } from "../core/service.ts";
import type { Context } from "./conditions.ts";

/** Answers about keys and permissions, from the service that holds identities. */
export interface Guard {
  /** Keys of users, and of those who have taken on a role. */
  key(accessKeyId: string): KnownKey | undefined;
  /** True for a deleted key of this emulator, as opposed to an unknown one. */
  isRetired(accessKeyId: string): boolean;
  may(caller: Caller, action: string, resource: string, context: Context): boolean;
}

/**
 * The request's values that conditions of policies can test. https://www.alibabacloud.com/help/en/ram/policy-elements
 */
export const contextOf = (request: ServiceRequest, caller: Caller, now: number): Context => ({
  "acs:CurrentTime": new Date(now).toISOString(),
  "acs:SecureTransport": String(request.secure === true),
  "acs:SourceIp": request.address,
  "acs:MFAPresent": "false",
  "acs:PrincipalArn": caller.arn,
  "acs:UserAgent": request.headers["user-agent"] ?? "",
});
