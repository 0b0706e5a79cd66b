import type { ServiceRequest } from "../../core/http.ts";
import { byKey, type Claim, encode, fieldsOf, hmac, type Scheme, same, sha256 } from "./claim.ts";

const NAME = "ACS3-HMAC-SHA256";

/** ACS3-HMAC-SHA256, of the vendor's current clients. https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
export const acs3: Scheme = {
  claim(request): Claim | undefined {
    const fields = fieldsOf(request.headers.authorization, NAME);
    if (!fields) return undefined;
    const token = request.headers["x-acs-security-token"];
    return {
      accessKeyId: fields.Credential ?? "",
      ...(token !== undefined && { securityToken: token }),
      signedAt: Date.parse(request.headers["x-acs-date"] ?? ""),
      isSignedWith(secret) {
        const payload = request.headers["x-acs-content-sha256"] ?? "";
        if (payload !== sha256(request.body)) return false;
        const text = `${NAME}\n${sha256(canonical(request, (fields.SignedHeaders ?? "").split(";"), payload))}`;
        return same(hmac("sha256", secret, text).toString("hex"), fields.Signature ?? "");
      },
    };
  },
};

function canonical(request: ServiceRequest, signed: readonly string[], payload: string): string {
  const path = request.rawPath.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~");
  const query = [...request.query].sort(byKey).map(([name, value]) => `${name}=${encode(value)}`);
  const headers = signed.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`);
  return [request.method, path, query.join("&"), headers.join(""), signed.join(";"), payload].join("\n");
}
