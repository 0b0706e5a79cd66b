import type { Credentials } from "../trigger.ts";
import { headerLines, hmac } from "../../../../runtime/core/digest.ts";

/** Signs a call of EventBridge's data API, which has its own signature (https://github.com/aliyun/alibabacloud-eventbridge-sdk). */
export function signEventBridge(
  {
    host,
    path,
    body,
    type,
  }: { readonly host: string; readonly path: string; readonly body: string; readonly type: string },
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): [URL, RequestInit] {
  const date = new Date().toUTCString();
  const headers: Record<string, string> = {
    date,
    accept: "application/json",
    "content-type": type,
    "x-acs-signature-nonce": crypto.randomUUID(),
    "x-acs-signature-method": "HMAC-SHA1",
    "x-acs-signature-version": "1.0",
    "x-eventbridge-version": "2015-06-06",
    ...(securityToken && { "x-acs-accesskey-id": accessKeyId, "x-acs-security-token": securityToken }),
  };
  const text = `POST\n\n${type}\n${date}\n${headerLines(headers, (name) => name.startsWith("x-acs-"))}${path}`;
  headers.authorization = `acs:${accessKeyId}:${hmac("sha1", accessKeySecret, text).toString("base64")}`;
  return [new URL(`https://${host}${path}`), { method: "POST", headers, body }];
}
