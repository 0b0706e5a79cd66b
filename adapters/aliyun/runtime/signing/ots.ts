import type { Credentials } from "../trigger.ts";
import { headerLines, hmac, md5 } from "../../../../runtime/core/digest.ts";

/** A call of Tablestore. */
export interface OtsCall {
  readonly host: string;
  readonly instance: string;
  /** For example "GetRow". */
  readonly operation: string;
  /** Protocol buffer. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** https://www.alibabacloud.com/help/en/tablestore/developer-reference/http-request-and-response */
export function signOts(
  call: OtsCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): [URL, RequestInit] {
  const { host, instance, operation, body } = call;
  const headers: Record<string, string> = {
    "x-ots-date": new Date().toISOString(),
    "x-ots-apiversion": "2015-12-31",
    "x-ots-accesskeyid": accessKeyId,
    "x-ots-contentmd5": md5(body, "base64"),
    "x-ots-instancename": instance,
    ...(securityToken && { "x-ots-ststoken": securityToken }),
  };
  const text = `/${operation}\nPOST\n\n${headerLines(headers, (name) => name.startsWith("x-ots-"))}`;
  headers["x-ots-signature"] = hmac("sha1", accessKeySecret, text).toString("base64");
  return [new URL(`https://${host}/${operation}`), { method: "POST", headers, body }];
}
