import type { ServiceRequest } from "../core/http.ts";
import type { Caller, KnownKey } from "../core/service.ts";
import type { Context } from "./conditions.ts";

/** What the service that holds identities says of keys, and of who may what. */
export interface Guard {
  /** Keys of users, and of those who have taken on a role. */
  key(accessKeyId: string): KnownKey | undefined;
  /** Whether this key was made here and is no more: it is nobody's, not a stranger's. */
  isRetired(accessKeyId: string): boolean;
  may(caller: Caller, action: string, resource: string, context: Context): boolean;
}

/** What conditions of policies can ask of a request. https://www.alibabacloud.com/help/en/ram/policy-elements */
export const contextOf = (request: ServiceRequest, caller: Caller, now: number): Context => ({
  "acs:CurrentTime": new Date(now).toISOString(),
  "acs:SecureTransport": String(request.secure === true),
  "acs:SourceIp": request.address,
  "acs:MFAPresent": "false",
  "acs:PrincipalArn": caller.arn,
  "acs:UserAgent": request.headers["user-agent"] ?? "",
});
