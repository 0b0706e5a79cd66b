import { rpcParameters } from "../../core/dispatch.ts";
import { byKey, type Claim, encode, hmac, type Scheme, same } from "./claim.ts";

/** HMAC-SHA1 over the parameters of an RPC call. https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism */
export const rpc: Scheme = {
  claim(request): Claim | undefined {
    const { Signature: signature, ...params } = rpcParameters(request);
    if (signature === undefined) return undefined;
    const token = params.SecurityToken;
    return {
      accessKeyId: params.AccessKeyId ?? "",
      ...(token !== undefined && { securityToken: token }),
      signedAt: Date.parse(params.Timestamp ?? ""),
      isSignedWith(secret) {
        const pairs = Object.entries(params).sort(byKey);
        const text = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
        const expected = hmac("sha1", `${secret}&`, `${request.method}&%2F&${encode(text)}`);
        return same(expected.toString("base64"), signature);
      },
    };
  },
};
