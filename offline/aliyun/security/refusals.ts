import { ApiError } from "../core/error.ts";
import type { Refusals, ServiceDescription, SignatureScheme } from "../core/service.ts";

/** The vendor's general codes: https://api.alibabacloud.com/document (common error codes of its API gateway). */
const general: Refusals = {
  unsigned: [400, "MissingAccessKeyId"],
  unknownKey: [404, "InvalidAccessKeyId.NotFound"],
  wrongSignature: [400, "SignatureDoesNotMatch"],
  skewed: [400, "InvalidTimeStamp.Expired"],
  expiredToken: [400, "InvalidSecurityToken.Expired"],
  wrongToken: [400, "InvalidSecurityToken.MismatchWithAccessKey"],
  forbidden: [403, "NoPermission"],
  unknownOperation: [404, "InvalidAction.NotFound"],
};

const byScheme: Readonly<Record<SignatureScheme, Refusals>> = {
  acs3: general,
  "acs3-address": general,
  fc: general,
  roa: general,
  rpc: general,
  oss: {
    unsigned: [403, "AccessDenied"],
    unknownKey: [403, "InvalidAccessKeyId"],
    wrongSignature: [403, "SignatureDoesNotMatch"],
    skewed: [403, "RequestTimeTooSkewed"],
    expiredToken: [403, "SecurityTokenExpired"],
    wrongToken: [403, "InvalidSecurityToken"],
    forbidden: [403, "AccessDenied"],
    unknownOperation: [405, "MethodNotAllowed"],
  },
  sls: {
    unsigned: [401, "Unauthorized"],
    unknownKey: [401, "Unauthorized"],
    wrongSignature: [401, "SignatureNotMatch"],
    skewed: [400, "RequestTimeExpired"],
    expiredToken: [401, "SecurityTokenExpired"],
    wrongToken: [401, "Unauthorized"],
    forbidden: [401, "Unauthorized"],
    unknownOperation: [404, "InvalidMethod"],
  },
  mns: {
    unsigned: [403, "AccessDenied"],
    unknownKey: [403, "InvalidAccessKeyId"],
    wrongSignature: [403, "SignatureDoesNotMatch"],
    skewed: [408, "TimeExpired"],
    expiredToken: [403, "SecurityTokenExpired"],
    wrongToken: [403, "InvalidSecurityToken"],
    forbidden: [403, "AccessDenied"],
    unknownOperation: [404, "InvalidRequestURL"],
  },
  ots: {
    unsigned: [403, "OTSAuthFailed"],
    unknownKey: [403, "OTSAuthFailed"],
    wrongSignature: [403, "OTSAuthFailed"],
    skewed: [403, "OTSAuthFailed"],
    expiredToken: [403, "OTSAuthFailed"],
    wrongToken: [403, "OTSAuthFailed"],
    forbidden: [403, "OTSNoPermissionAccess"],
    unknownOperation: [405, "OTSUnsupportOperation"],
  },
};

/** The refusal in the words of the service, or else of its first signature scheme. */
export function refuse(
  { signatures, refusals }: Pick<ServiceDescription, "signatures" | "refusals">,
  kind: keyof Refusals,
  message: string,
): ApiError {
  const defaults = byScheme[signatures[0] ?? "acs3"];
  const [status, code] = refusals?.[kind] ?? defaults[kind];
  return new ApiError(status, code, message);
}
