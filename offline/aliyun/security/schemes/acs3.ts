import type { ServiceRequest } from "../../core/http.ts";
import { byKey, type Claim, encode, fieldsOf, hmac, type Scheme, same, sha256 } from "./claim.ts";

const NAME = "ACS3-HMAC-SHA256";

/** ACS3-HMAC-SHA256, of the vendor's current clients. https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
export const acs3: Scheme = { claim: (request) => claimOf(request, request.headers["x-acs-content-sha256"] ?? "none") };

/**
 * The same for a function's own address, where the vendor's example signs no hash of the body and sends none.
 * https://help.aliyun.com/en/functioncompute/fc/user-guide/configure-signature-authentication-for-http-triggers
 */
export const acs3OfAddress: Scheme = { claim: (request) => claimOf(request, request.headers["x-acs-content-sha256"]) };

/** @param hash The body's, as the client states it. */
function claimOf(request: ServiceRequest, hash: string | undefined): Claim | undefined {
  const fields = fieldsOf(request.headers.authorization, NAME);
  if (!fields) return undefined;
  // An empty header is the vendor's example without temporary credentials.
  const token = request.headers["x-acs-security-token"] || undefined;
  return {
    accessKeyId: fields.Credential ?? "",
    ...(token !== undefined && { securityToken: token }),
    signedAt: Date.parse(request.headers["x-acs-date"] ?? ""),
    isSignedWith(secret) {
      if (hash !== undefined && hash !== sha256(request.body)) return false;
      const text = `${NAME}\n${sha256(canonical(request, (fields.SignedHeaders ?? "").split(";"), hash ?? ""))}`;
      return same(hmac("sha256", secret, text).toString("hex"), fields.Signature ?? "");
    },
  };
}

function canonical(request: ServiceRequest, signed: readonly string[], payload: string): string {
  const path = request.rawPath.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~");
  const query = [...request.query].sort(byKey).map(([name, value]) => `${name}=${encode(value)}`);
  const headers = signed.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`);
  return [request.method, path, query.join("&"), headers.join(""), signed.join(";"), payload].join("\n");
}
