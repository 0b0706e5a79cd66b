import type { Credentials } from "../trigger.ts";
import {
  compactTime,
  encodePath,
  encodeQuery,
  headerLines,
  scopedSignature,
  sha256,
} from "../../../../runtime/core/digest.ts";

/** A call of Object Storage Service. */
export interface OssCall {
  readonly host: string;
  readonly region: string;
  readonly bucket: string;
  readonly method: string;
  /** Absent for calls about the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names are lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

const NAME = "OSS4-HMAC-SHA256";
const UNSIGNED = "UNSIGNED-PAYLOAD";

const pathOf = (key = ""): string => `/${encodePath(key)}`;
const isSigned = (name: string): boolean =>
  name.startsWith("x-oss-") || name === "content-type" || name === "content-md5";

/** https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4 */
function signature(
  { region, bucket, method, key }: OssCall,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  [secret, time]: [string, string],
): string {
  const resource = `/${bucket}${pathOf(key)}`;
  const lines = headerLines(headers, isSigned);
  const canonical = [method, resource, canonicalQuery(query), lines, "", UNSIGNED].join("\n");
  const scope = scopeOf(time, region);
  const text = [NAME, time, scope, sha256(canonical)].join("\n");
  return scopedSignature(`aliyun_v4${secret}`, scope, text);
}

const scopeOf = (time: string, region: string): string => `${time.slice(0, 8)}/${region}/oss/aliyun_v4_request`;

/** A parameter without a value has no equals sign. */
const canonicalQuery = (query: Readonly<Record<string, string>>): string => encodeQuery(query).replace(/=(?=&|$)/g, "");

const urlOf = ({ host, key }: OssCall, search: string): URL =>
  new URL(`https://${host}${pathOf(key)}${search && `?${search}`}`);

/** A request signed in its headers. */
export function signOss(
  call: OssCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): [URL, RequestInit] {
  const { query = {}, method } = call;
  const time = compactTime(new Date());
  const headers: Record<string, string> = {
    ...call.headers,
    "x-oss-date": time,
    "x-oss-content-sha256": UNSIGNED,
    ...(securityToken && { "x-oss-security-token": securityToken }),
  };
  const signed = signature(call, query, headers, [accessKeySecret, time]);
  headers.authorization = `${NAME} Credential=${accessKeyId}/${scopeOf(time, call.region)},Signature=${signed}`;
  return [urlOf(call, canonicalQuery(query)), { method, headers }];
}

/** An address that carries its signature, and works for so many seconds. */
export function presignOss(
  call: OssCall,
  expires: number,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): string {
  const time = compactTime(new Date());
  const query: Record<string, string> = {
    ...call.query,
    "x-oss-signature-version": NAME,
    "x-oss-credential": `${accessKeyId}/${scopeOf(time, call.region)}`,
    "x-oss-date": time,
    "x-oss-expires": String(expires),
    ...(securityToken && { "x-oss-security-token": securityToken }),
  };
  const signed = signature(call, query, call.headers ?? {}, [accessKeySecret, time]);
  return urlOf(call, canonicalQuery({ ...query, "x-oss-signature": signed })).href;
}
