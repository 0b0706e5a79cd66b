import type { ServiceRequest } from "../../core/http.ts";
import type { HostFacts } from "../../core/service.ts";
import { byKey, type Claim, decode, headerLines, hmac, pairOf, same, wireBytes } from "./claim.ts";
import { isSubResource } from "./oss-sub-resources.ts";

/** `OSS <key>:<signature>`. https://www.alibabacloud.com/help/en/oss/developer-reference/include-signatures-in-the-authorization-header */
export function headerClaim(request: ServiceRequest, host: HostFacts): Claim | undefined {
  const { headers } = request;
  const pair = pairOf(headers.authorization, "OSS ");
  if (!pair) return undefined;
  const token = headers["x-oss-security-token"];
  const dates = [headers.date, headers["x-oss-date"]].filter((date) => date !== undefined);
  return {
    accessKeyId: pair[0],
    ...(token !== undefined && { securityToken: token }),
    signedAt: Date.parse(headers["x-oss-date"] ?? headers.date ?? ""),
    isSignedWith: (secret) => dates.some((date) => matches(secret, request, host, date, pair[1])),
  };
}

/** A signed address: `OSSAccessKeyId`, `Expires` and `Signature` in the query. */
export function addressClaim(request: ServiceRequest, host: HostFacts): Claim | undefined {
  const { query } = request;
  const [accessKeyId, expires, signature] = ["OSSAccessKeyId", "Expires", "Signature"].map((name) => query.get(name));
  if (!accessKeyId || !expires || !signature) return undefined;
  const token = query.get("security-token");
  return {
    accessKeyId,
    ...(token !== null && { securityToken: token }),
    endsAt: Number(expires) * 1000,
    isSignedWith: (secret) => matches(secret, request, host, expires, signature),
  };
}

function matches(secret: string, request: ServiceRequest, host: HostFacts, date: string, signature: string): boolean {
  const { headers } = request;
  const head = [request.method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date].join("\n");
  const lines = `${head}\n${headerLines(request, "x-oss-")}`;
  return resources(request, host).some((resource) => {
    const text = Buffer.concat([wireBytes(lines), Buffer.from(resource)]);
    return same(hmac("sha1", secret, text).toString("base64"), signature);
  });
}

/** The signed parts of path and query. Parameters that are not the vendor's sub-resources are omitted. */
function resources(request: ServiceRequest, { subject }: HostFacts): string[] {
  const asked = decode(request.rawPath);
  const path = subject === undefined ? asked : `/${subject}${asked}`;
  // A bucket without an object, in the path.
  const paths = /^\/[^/]+$/.test(path) ? [path, `${path}/`] : [path];
  const pairs = [...request.query].filter(([name]) => isSubResource(name)).sort(byKey);
  const some = pairs.filter(([name]) => !UNSIGNED_BY_SOME.includes(name));
  const queries = pairs.length === some.length ? [written(pairs)] : [written(pairs), written(some)];
  return paths.flatMap((one) => queries.map((query) => (query === "" ? one : `${one}?${query}`)));
}

/** Sub-resources that the clients for Go and Python leave out of what they sign, and others don't. */
const UNSIGNED_BY_SOME = ["accessmonitor"];

const written = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join("&");
