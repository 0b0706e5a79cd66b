import type { ServiceRequest } from "../../core/http.ts";
import type { HostFacts } from "../../core/service.ts";
import {
  type Claim,
  compactTime,
  decode,
  derivedKey,
  encode,
  fieldsOf,
  hmac,
  same,
  sha256,
  signedPairs,
  wireBytes,
} from "./claim.ts";

const NAME = "OSS4-HMAC-SHA256";
const UNSIGNED = "UNSIGNED-PAYLOAD";

interface Signed {
  readonly credential: string;
  readonly additional: string;
  readonly time: string;
  readonly signature: string;
}

/** OSS4-HMAC-SHA256. https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4 */
export function headerClaim(request: ServiceRequest, host: HostFacts): Claim | undefined {
  const fields = fieldsOf(request.headers.authorization, NAME);
  if (!fields) return undefined;
  // The vendor's Go client signs the time of the Date header, as it stands there.
  const { date = "", "x-oss-date": ossDate } = request.headers;
  const time = ossDate ?? date;
  const token = request.headers["x-oss-security-token"];
  const { Credential: credential = "", AdditionalHeaders: additional = "", Signature: signature = "" } = fields;
  return {
    accessKeyId: keyOf(credential),
    ...(token !== undefined && { securityToken: token }),
    signedAt: ossDate === undefined ? Date.parse(date) : compactTime(ossDate),
    isSignedWith: (secret) => matches(secret, request, host, { credential, additional, time, signature }),
  };
}

/** The same in the query of a signed address. */
export function addressClaim(request: ServiceRequest, host: HostFacts): Claim | undefined {
  const value = (name: string): string => request.query.get(`x-oss-${name}`) ?? "";
  if (value("signature-version") !== NAME) return undefined;
  const time = value("date");
  const [credential, additional, signature] = [value("credential"), value("additional-headers"), value("signature")];
  const token = request.query.get("x-oss-security-token");
  return {
    accessKeyId: keyOf(credential),
    ...(token !== null && { securityToken: token }),
    endsAt: compactTime(time) + Number(value("expires")) * 1000,
    isSignedWith: (secret) => matches(secret, request, host, { credential, additional, time, signature }),
  };
}

/** `<key id>/<day>/<region>/oss/aliyun_v4_request` */
const keyOf = (credential: string): string => credential.split("/")[0] ?? "";

function matches(secret: string, request: ServiceRequest, host: HostFacts, signed: Signed): boolean {
  const payload = request.headers["x-oss-content-sha256"] ?? UNSIGNED;
  if (payload !== UNSIGNED && payload !== sha256(request.body)) return false;
  const scope = signed.credential.split("/").slice(1);
  const key = derivedKey(secret, ...scope);
  return canonical(request, host, signed.additional, payload).some((form) => {
    const text = [NAME, signed.time, scope.join("/"), sha256(wireBytes(form))].join("\n");
    return same(hmac("sha256", key, text).toString("hex"), signed.signature);
  });
}

function canonical(request: ServiceRequest, { subject }: HostFacts, additional: string, payload: string): string[] {
  const asked = decode(request.rawPath);
  const path = subject === undefined ? asked : `/${subject}${asked}`;
  // A bucket without an object, in the path, is signed with a slash at its end.
  const uri = encode(/^\/[^/]+$/.test(path) ? `${path}/` : path).replaceAll("%2F", "/");
  const named = additional === "" ? [] : additional.split(";");
  const names = Object.keys(request.headers)
    .filter((name) => /^(x-oss-|content-type$|content-md5$)/.test(name) || named.includes(name))
    .sort();
  const lines = names.map((name) => `${name}:${request.headers[name]?.trim()}\n`).join("");
  return queries(request).map((query) => [request.method, uri, query, lines, additional, payload].join("\n"));
}

/** Clients differ in how they sign a parameter without a value: with its equals sign or without. */
function queries({ rawQuery }: ServiceRequest): string[] {
  const pairs = signedPairs(rawQuery);
  const short = pairs.map(([name, value]) => (value ? `${name}=${value}` : name)).join("&");
  const sent = pairs.map(([name, value]) => (value === undefined ? name : `${name}=${value}`)).join("&");
  return short === sent ? [short] : [short, sent];
}
