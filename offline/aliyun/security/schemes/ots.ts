import { type Claim, derivedKey, headerLines, hmac, type Scheme, same } from "./claim.ts";

/** Tablestore: `x-ots-signature` over the operation and the `x-ots-` headers, and its fourth version with derived keys. */
export const ots: Scheme = {
  claim(request): Claim | undefined {
    const { headers } = request;
    const found = headers["x-ots-signature"] ?? headers["x-ots-signaturev4"];
    const accessKeyId = headers["x-ots-accesskeyid"];
    if (found === undefined || accessKeyId === undefined) return undefined;
    const token = headers["x-ots-ststoken"];
    const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("x-ots-signature")));
    const text = `${request.rawPath}\n${request.method}\n\n${headerLines({ ...request, headers: signed }, "x-ots-")}`;
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: Date.parse(headers["x-ots-date"] ?? ""),
      isSignedWith(secret) {
        if (headers["x-ots-signature"] !== undefined) return same(hmac("sha1", secret, text).toString("base64"), found);
        const day = headers["x-ots-signdate"] ?? "";
        const key = derivedKey(secret, day, headers["x-ots-signregion"] ?? "", "ots", "aliyun_v4_request");
        return same(hmac("sha256", key.toString("base64"), `${text}ots`).toString("base64"), found);
      },
    };
  },
};
