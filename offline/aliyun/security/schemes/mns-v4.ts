import type { ServiceRequest } from "../../core/http.ts";
import {
  byKey,
  type Claim,
  compactTime,
  decode,
  derivedKey,
  encode,
  fieldsOf,
  hmac,
  type Scheme,
  same,
} from "./claim.ts";

const NAME = "MNS4-HMAC-SHA256";

/** `MNS4-HMAC-SHA256 Credential=<key>/<day>/<region>/mns/aliyun_v4_request,Signature=<hex>`: newer clients, on request. */
export const mnsV4: Scheme = {
  claim(request): Claim | undefined {
    const fields = fieldsOf(request.headers.authorization, NAME);
    if (!fields) return undefined;
    const [accessKeyId = "", ...scope] = (fields.Credential ?? "").split("/");
    const token = request.headers["security-token"];
    const signedAt = timeOf(request);
    return {
      accessKeyId,
      ...(token && { securityToken: token }),
      signedAt,
      isSignedWith(secret) {
        if (Number.isNaN(signedAt)) return false;
        const time = new Date(signedAt).toISOString().replace(/[-:]|\.\d+/g, "");
        const text = [NAME, time, scope.join("/"), canonical(request)].join("\n");
        return same(hmac("sha256", derivedKey(secret, ...scope), text).toString("hex"), fields.Signature ?? "");
      },
    };
  },
};

/** The signature holds the time in its own form; the request says it in one of these. */
function timeOf({ headers }: ServiceRequest): number {
  const text = headers["x-mns-date"] ?? headers.date ?? "";
  const compact = compactTime(text);
  return Number.isNaN(compact) ? Date.parse(text) : compact;
}

function canonical({ method, rawPath, rawQuery, headers }: ServiceRequest): string {
  const path = encode(decode(rawPath)).replaceAll("%2F", "/");
  const query = rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      const [name, value] = at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decode(name).toLowerCase()), encode(decode(value))];
    })
    .sort(byKey)
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
  const lines = Object.keys(headers)
    .filter((name) => /^(x-mns-|content-type$|content-md5$)/.test(name))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`);
  return [method, path, query, lines.join(""), ""].join("\n");
}
