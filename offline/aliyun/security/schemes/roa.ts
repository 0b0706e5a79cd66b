import type { ServiceRequest } from "../../core/http.ts";
import { byKey, type Claim, headerLines, hmac, pairOf, type Scheme, same } from "./claim.ts";

/**
 * HMAC-SHA1 of RESTful services: `acs <key>:<signature>`. EventBridge's own client writes `acs:<key>:<signature>` and
 * leaves out the accepted type. https://www.alibabacloud.com/help/en/sdk/product-overview/roa-mechanism
 */
export const roa: Scheme = {
  claim(request): Claim | undefined {
    const { authorization } = request.headers;
    const usual = pairOf(authorization, "acs ");
    const pair = usual ?? pairOf(authorization, "acs:");
    if (!pair) return undefined;
    const token = request.headers["x-acs-security-token"];
    return {
      accessKeyId: pair[0],
      ...(token !== undefined && { securityToken: token }),
      signedAt: Date.parse(request.headers.date ?? request.headers["x-acs-date"] ?? ""),
      isSignedWith: (secret) =>
        texts(request, usual !== undefined).some((text) =>
          same(hmac("sha1", secret, text).toString("base64"), pair[1]),
        ),
    };
  },
};

function texts(request: ServiceRequest, withAccept: boolean): string[] {
  const { headers, method } = request;
  const lines = [method, ...(withAccept ? [headers.accept ?? ""] : []), headers["content-md5"] ?? ""];
  const head = `${[...lines, headers["content-type"] ?? "", headers.date ?? ""].join("\n")}\n`;
  const query = [...request.query].sort(byKey);
  // Clients differ in how they write a parameter without a value.
  const forms = [
    query.map(([name, value]) => (value === "" ? name : `${name}=${value}`)),
    query.map(([name, value]) => `${name}=${value}`),
  ];
  return forms.map((form) => {
    const resource = form.length === 0 ? request.rawPath : `${request.rawPath}?${form.join("&")}`;
    return `${head}${headerLines(request, "x-acs-")}${resource}`;
  });
}
