import type { ServiceRequest } from "../core/http.ts";
import type { Caller, HostFacts, Keyring, KnownKey, ServiceDescription } from "../core/service.ts";
import { refuse } from "./refusals.ts";
import type { Claim } from "./schemes/claim.ts";
import { schemes } from "./schemes/index.ts";

/** The vendor takes requests that are this old, or from so far ahead; milliseconds. */
const WINDOW = 15 * 60_000;

type Described = Pick<ServiceDescription, "signatures" | "refusals">;

/**
 * Returns the identity that signed a request; `keys.anonymous` for an unsigned one.
 * @throws ApiError with the vendor's code when the signature is wrong or expired, or its key is unknown.
 */
export function authenticate(description: Described, request: ServiceRequest, host: HostFacts, keys: Keyring): Caller {
  const claim = claimOf(description, request, host);
  if (!claim) return keys.anonymous;
  const key = keys.find(claim.accessKeyId);
  if (!key) {
    const stranger = keys.stranger(claim.accessKeyId);
    if (stranger) return stranger;
    throw refuse(description, "unknownKey", "Specified access key is not found.");
  }
  checkTimes(description, claim);
  checkToken(description, claim, key, keys);
  if (!claim.isSignedWith(key.secret)) {
    throw refuse(description, "wrongSignature", "The signature is not the one calculated from the request.");
  }
  return key.caller;
}

function claimOf({ signatures }: Described, request: ServiceRequest, host: HostFacts): Claim | undefined {
  for (const name of signatures) {
    const claim = schemes[name].claim(request, host);
    if (claim) return claim;
  }
  return undefined;
}

/** Clients sign with the machine's clock, whatever the emulator's says. */
function checkTimes(description: Described, { signedAt, endsAt }: Claim): void {
  const now = Date.now();
  if (signedAt !== undefined && !(Math.abs(now - signedAt) <= WINDOW)) {
    throw refuse(description, "skewed", "The request was signed more than 15 minutes ago or ahead, or names no time.");
  }
  if (endsAt !== undefined && !(now <= endsAt)) {
    // Expired signed URLs are refused like unsigned requests.
    throw refuse(description, "unsigned", "Request has expired.");
  }
}

function checkToken(description: Described, claim: Claim, key: KnownKey, keys: Keyring): void {
  if (key.securityToken !== claim.securityToken) {
    throw refuse(description, "wrongToken", "The security token does not belong to the access key.");
  }
  if (key.expires !== undefined && key.expires <= keys.now()) {
    throw refuse(description, "expiredToken", "The security token has expired.");
  }
}
