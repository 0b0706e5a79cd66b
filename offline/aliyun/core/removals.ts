import { rpcParameters } from "./dispatch.ts";
import { ApiError } from "./error.ts";
import type { ServiceRequest } from "./http.ts";

const REMOVING =
  /^(Abort|Cancel|Clear|Delete|Detach|Disable|Drop|Purge|Remove|Revoke|Schedule|Stop|Unbind|Unsubscribe|Untag)(?=[A-Z]|$)/;

/** True if an operation takes something away, by its name. */
export const isRemoval = (operation: string): boolean => REMOVING.test(operation);

/** Parameters that every call of the vendor's RPC interface may have. */
const COMMON = new Set(
  (
    "AccessKeyId Action ClientToken Format OwnerAccount OwnerId RegionId ResourceOwnerAccount ResourceOwnerId " +
    "SecurityToken Signature SignatureMethod SignatureNonce SignatureType SignatureVersion Timestamp Version"
  ).split(" "),
);

/**
 * Refuses a removal with a parameter that the operation does not have. The vendor ignores it; here it could be what
 * makes the removal a narrower one, or a trial (`DryRun`).
 * @param known Names without what stands behind a dot: "TagKey" of `TagKey.1`.
 * @throws ApiError 400 UnsupportedParameter
 */
export function admitRemoval(operation: string, known: readonly string[], names: readonly string[]): void {
  const unknown = names.find((name) => !COMMON.has(name) && !known.includes(name.replace(/\..*/, "")));
  if (unknown === undefined) return;
  const message = `${operation} does not take ${unknown}, so nothing was done.`;
  throw new ApiError(400, "UnsupportedParameter", message);
}

/** Names of the parameters of an RPC call. @throws ApiError for one that stands there twice with two values. */
export function namesOf(request: ServiceRequest): string[] {
  const params = rpcParameters(request);
  const twice = [...request.query].find(([name, value]) => params[name] !== value);
  if (twice === undefined) return Object.keys(params);
  throw new ApiError(400, "UnsupportedParameter", `The parameter ${twice[0]} has two values, so nothing was done.`);
}
