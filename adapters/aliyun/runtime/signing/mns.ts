import type { Credentials } from "../trigger.ts";
import { headerLines, hmac, md5 } from "../../../../runtime/core/digest.ts";

/** A call of Simple Message Queue. */
export interface MnsCall {
  readonly host: string;
  readonly method: string;
  /** Path and query, as they are sent. */
  readonly resource: string;
  /** XML. */
  readonly body?: string;
}

/** https://www.alibabacloud.com/help/en/mns/developer-reference/sign-requests */
export function signMns(
  call: MnsCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): [URL, RequestInit] {
  const { host, method, resource, body } = call;
  const date = new Date().toUTCString();
  const content: Record<string, string> =
    body === undefined
      ? {}
      : { "content-type": "text/xml", "content-md5": Buffer.from(md5(body, "hex")).toString("base64") };
  const headers: Record<string, string> = { ...content, date, "x-mns-version": "2015-06-06" };
  const head = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date].join("\n");
  const text = `${head}\n${headerLines(headers, (name) => name.startsWith("x-mns-"))}${resource}`;
  headers.authorization = `MNS ${accessKeyId}:${hmac("sha1", accessKeySecret, text).toString("base64")}`;
  if (securityToken) headers["security-token"] = securityToken;
  return [new URL(`https://${host}${resource}`), { method, headers, ...(body !== undefined && { body }) }];
}
