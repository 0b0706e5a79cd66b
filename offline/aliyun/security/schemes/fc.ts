import type { ServiceRequest } from "../../core/http.ts";
import { type Claim, headerLines, hmac, pairOf, type Scheme, same } from "./claim.ts";

/**
 * HMAC-SHA256 of Function Compute's API of 2016, in which clients still ask where to upload a package:
 * `FC <key>:<signature>`. https://www.alibabacloud.com/help/en/functioncompute/signature-authentication
 */
export const fc: Scheme = {
  claim(request): Claim | undefined {
    const pair = pairOf(request.headers.authorization, "FC ");
    if (!pair) return undefined;
    const token = request.headers["x-fc-security-token"];
    return {
      accessKeyId: pair[0],
      ...(token !== undefined && { securityToken: token }),
      signedAt: Date.parse(request.headers.date ?? ""),
      isSignedWith: (secret) => same(hmac("sha256", secret, textOf(request)).toString("base64"), pair[1]),
    };
  },
};

function textOf(request: ServiceRequest): string {
  const { headers, method, rawPath } = request;
  const lines = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", headers.date ?? ""];
  return `${lines.join("\n")}\n${headerLines(request, "x-fc-")}${decodeURIComponent(rawPath)}`;
}
