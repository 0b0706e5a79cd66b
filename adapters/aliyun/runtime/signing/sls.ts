import type { Credentials } from "../trigger.ts";
import { headerLines, hmac, md5 } from "../../../../runtime/core/digest.ts";

/** A call of Simple Log Service. */
export interface SlsCall {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names are lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** https://www.alibabacloud.com/help/en/sls/developer-reference/request-signatures */
export function signSls(
  call: SlsCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): [URL, RequestInit] {
  const { host, method, path, query = {}, body } = call;
  const date = new Date().toUTCString();
  const headers: Record<string, string> = {
    ...call.headers,
    ...(body && { "content-md5": md5(body, "hex").toUpperCase() }),
    date,
    "x-log-apiversion": "0.6.0",
    "x-log-signaturemethod": "hmac-sha1",
    "x-log-bodyrawsize": String(body?.length ?? 0),
    ...(securityToken && { "x-acs-security-token": securityToken }),
  };
  const pairs = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`);
  const head = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date].join("\n");
  const lines = headerLines(headers, (name) => name.startsWith("x-log-") || name.startsWith("x-acs-"));
  const text = `${head}\n${lines}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
  headers.authorization = `LOG ${accessKeyId}:${hmac("sha1", accessKeySecret, text).toString("base64")}`;
  const url = new URL(`https://${host}${path}`);
  url.search = new URLSearchParams(query).toString();
  return [url, { method, headers, ...(body && { body }) }];
}
