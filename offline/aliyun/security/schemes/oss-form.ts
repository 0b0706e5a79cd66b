import { readForm } from "../../core/form.ts";
import type { ServiceRequest } from "../../core/http.ts";
import { type Claim, derivedKey, hmac, same } from "./claim.ts";

/**
 * A web page's form: its policy is what is signed, in either version.
 * https://www.alibabacloud.com/help/en/oss/developer-reference/postobject
 */
export function formClaim(request: ServiceRequest): Claim | undefined {
  if (request.method !== "POST") return undefined;
  const form = readForm(request);
  if (!form) return undefined;
  const fields = new Map(
    form.filter(({ name }) => name !== "file").map(({ name, body }) => [name.toLowerCase(), body.toString()] as const),
  );
  const policy = fields.get("policy");
  const credential = fields.get("x-oss-credential");
  const accessKeyId = fields.get("ossaccesskeyid") ?? credential?.split("/")[0];
  if (policy === undefined || accessKeyId === undefined) return undefined;
  const token = fields.get("x-oss-security-token");
  return {
    accessKeyId,
    ...(token !== undefined && { securityToken: token }),
    isSignedWith: (secret) =>
      credential === undefined
        ? same(hmac("sha1", secret, policy).toString("base64"), fields.get("signature") ?? "")
        : same(
            hmac("sha256", derivedKey(secret, ...credential.split("/").slice(1)), policy).toString("hex"),
            fields.get("x-oss-signature") ?? "",
          ),
  };
}
