import type { ServiceRequest } from "../../core/http.ts";
import {
  byKey,
  type Claim,
  compactTime,
  decode,
  derivedKey,
  encode,
  fieldsOf,
  headerLines,
  hmac,
  pairOf,
  type Scheme,
  same,
  sha256,
} from "./claim.ts";

/** Log Service: `LOG <key>:<signature>`, and SLS4-HMAC-SHA256. https://www.alibabacloud.com/help/en/sls/developer-reference/request-signatures */
export const sls: Scheme = {
  claim: (request) => claimOfV1(request) ?? claimOfV4(request),
};

const tokenOf = ({ headers }: ServiceRequest) => {
  const token = headers["x-acs-security-token"];
  return token === undefined || token === "" ? {} : { securityToken: token };
};

function claimOfV1(request: ServiceRequest): Claim | undefined {
  const { headers } = request;
  const pair = pairOf(headers.authorization, "LOG ");
  if (!pair) return undefined;
  const algorithm = headers["x-log-signaturemethod"] === "hmac-sha256" ? "sha256" : "sha1";
  return {
    accessKeyId: pair[0],
    ...tokenOf(request),
    signedAt: Date.parse(headers.date ?? headers["x-log-date"] ?? ""),
    isSignedWith(secret) {
      const pairs = [...request.query].sort(byKey).map(([name, value]) => `${name}=${value}`);
      const query = pairs.length === 0 ? "" : `?${pairs.join("&")}`;
      const head = [request.method, headers["content-md5"] ?? "", headers["content-type"] ?? "", headers.date ?? ""];
      const lines = `${head.join("\n")}\n${headerLines(unrepeated(request), "x-log-", "x-acs-")}`;
      return [request.rawPath, decode(request.rawPath)].some((path) =>
        same(hmac(algorithm, secret, `${lines}${path}${query}`).toString("base64"), pair[1]),
      );
    },
  };
}

/** The Python client repeats the date in `x-log-date` after it has signed. */
function unrepeated(request: ServiceRequest): ServiceRequest {
  const { "x-log-date": repeated, ...headers } = request.headers;
  return repeated !== undefined && repeated === headers.date ? { ...request, headers } : request;
}

const V4 = "SLS4-HMAC-SHA256";

function claimOfV4(request: ServiceRequest): Claim | undefined {
  const fields = fieldsOf(request.headers.authorization, V4);
  if (!fields) return undefined;
  const [accessKeyId = "", day = "", region = "", service = "", ending = ""] = (fields.Credential ?? "").split("/");
  const time = request.headers["x-log-date"] ?? request.headers.date;
  return {
    accessKeyId,
    ...tokenOf(request),
    signedAt: compactTime(time),
    isSignedWith(secret) {
      const payload = request.headers["x-log-content-sha256"] ?? "";
      if (payload !== sha256(request.body)) return false;
      const scope = [day, region, service, ending].join("/");
      const key = derivedKey(secret, day, region, service, ending);
      // Clients differ in whether they sign the path before or after percent-encoding it.
      return [request.rawPath, decode(request.rawPath)].some((path) => {
        const text = [V4, time, scope, sha256(canonical(request, path, payload))].join("\n");
        return same(hmac("sha256", key, text).toString("hex"), fields.Signature ?? "");
      });
    },
  };
}

function canonical(request: ServiceRequest, path: string, payload: string): string {
  const query = [...request.query]
    .sort(byKey)
    .map(([name, value]) => (value === "" ? encode(name) : `${encode(name)}=${encode(value)}`));
  const names = Object.keys(request.headers)
    .filter((name) => /^(x-log-|x-acs-|host$|content-type$)/.test(name))
    .sort();
  const lines = names.map((name) => `${name}:${request.headers[name]?.trim()}\n`).join("");
  return [request.method, path, query.join("&"), lines, names.join(";"), payload].join("\n");
}
