import type { ServiceRequest } from "../../core/http.ts";
import type { HostFacts } from "../../core/service.ts";
import { type Claim, decode, encode, hmac, same, signedPairs, wireBytes } from "./claim.ts";

const SCHEME = "OSS2 ";

interface Signed {
  /** Header names, separated by semicolons. */
  readonly additional: string;
  readonly date: string;
  readonly signature: string;
}

/**
 * The second version, which clients for Go, Python and Java still offer:
 * `OSS2 AccessKeyId:<id>,AdditionalHeaders:<names>,Signature:<signature>`.
 */
export function headerClaim(request: ServiceRequest, host: HostFacts): Claim | undefined {
  const { authorization, date = "", "x-oss-date": ossDate } = request.headers;
  if (!authorization?.startsWith(SCHEME)) return undefined;
  const fields = new Map(authorization.slice(SCHEME.length).split(",").map(fieldOf));
  const token = request.headers["x-oss-security-token"];
  const [additional = "", signature = ""] = [fields.get("AdditionalHeaders"), fields.get("Signature")];
  return {
    accessKeyId: fields.get("AccessKeyId") ?? "",
    ...(token !== undefined && { securityToken: token }),
    signedAt: Date.parse(ossDate ?? date),
    isSignedWith: (secret) => matches(secret, request, host, { additional, date, signature }),
  };
}

/** The same in the query of a signed address. */
export function addressClaim(request: ServiceRequest, host: HostFacts): Claim | undefined {
  const value = (name: string): string => request.query.get(`x-oss-${name}`) ?? "";
  if (value("signature-version") !== "OSS2") return undefined;
  const [expires, additional, signature] = [value("expires"), value("additional-headers"), value("signature")];
  const token = request.query.get("security-token");
  return {
    accessKeyId: value("access-key-id"),
    ...(token !== null && { securityToken: token }),
    endsAt: Number(expires) * 1000,
    isSignedWith: (secret) => matches(secret, request, host, { additional, date: expires, signature }),
  };
}

function fieldOf(field: string): [string, string] {
  const at = field.indexOf(":");
  return [field.slice(0, at).trim(), field.slice(at + 1).trim()];
}

function matches(secret: string, request: ServiceRequest, { subject }: HostFacts, signed: Signed): boolean {
  const { method, headers } = request;
  const named = signed.additional.split(";");
  const lines = Object.keys(headers)
    .filter((name) => name.startsWith("x-oss-") || named.includes(name))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`);
  const head = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", signed.date];
  const asked = decode(request.rawPath);
  const path = subject === undefined ? asked : `/${subject}${asked}`;
  // A bucket without an object, in the path, is signed with a slash at its end.
  const resource = encode(/^\/[^/]+$/.test(path) ? `${path}/` : path);
  const pairs = signedPairs(request.rawQuery).map(([name, value]) => (value ? `${name}=${value}` : name));
  const query = pairs.length > 0 ? `?${pairs.join("&")}` : "";
  const text = `${head.join("\n")}\n${lines.join("")}${signed.additional}\n${resource}${query}`;
  return same(hmac("sha256", secret, wireBytes(text)).toString("base64"), signed.signature);
}
