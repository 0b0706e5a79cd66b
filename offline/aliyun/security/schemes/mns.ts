import { type Claim, decode, headerLines, hmac, pairOf, type Scheme, same } from "./claim.ts";

/** `MNS <key>:<signature>`. https://www.alibabacloud.com/help/en/mns/developer-reference/sign-requests */
export const mns: Scheme = {
  claim(request): Claim | undefined {
    const { headers } = request;
    const pair = pairOf(headers.authorization, "MNS ");
    if (!pair) return undefined;
    const token = headers["security-token"];
    return {
      accessKeyId: pair[0],
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: Date.parse(headers["x-mns-date"] ?? headers.date ?? ""),
      isSignedWith(secret) {
        const dates = [headers.date, headers["x-mns-date"]].filter((date) => date !== undefined);
        const target = request.rawQuery === "" ? request.rawPath : `${request.rawPath}?${request.rawQuery}`;
        // Go's client signs the resource before it is percent-encoded.
        return [target, decode(target)].some((resource) =>
          dates.some((date) => {
            const head = [request.method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date].join("\n");
            const text = `${head}\n${headerLines(request, "x-mns-")}${resource}`;
            return same(hmac("sha1", secret, text).toString("base64"), pair[1]);
          }),
        );
      },
    };
  },
};
