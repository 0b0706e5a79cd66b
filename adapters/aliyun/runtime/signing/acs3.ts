import type { Credentials } from "../trigger.ts";
import { encodeQuery, headerLines, hmac, sha256 } from "../../../../runtime/core/digest.ts";

/** A call of an OpenAPI service. */
export interface ApiCall {
  readonly host: string;
  readonly method?: string;
  /** Encoded. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly action: string;
  readonly version: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const NAME = "ACS3-HMAC-SHA256";

/** https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature */
export function signApi(
  call: ApiCall,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
): [URL, RequestInit] {
  const { host, method = "POST", path = "/", query = {}, action, version, headers: more, body = "" } = call;
  const search = encodeQuery(query);
  const digest = sha256(body);
  const headers: Record<string, string> = {
    ...more,
    "x-acs-action": action,
    "x-acs-version": version,
    "x-acs-date": new Date().toISOString().replace(/\.\d+/, ""),
    "x-acs-signature-nonce": crypto.randomUUID(),
    "x-acs-content-sha256": digest,
    ...(securityToken && { "x-acs-security-token": securityToken }),
  };
  const isSigned = (name: string) => name.startsWith("x-acs-") || name === "host" || name === "content-type";
  const withHost = { ...headers, host };
  const names = Object.keys(withHost).filter(isSigned).sort().join(";");
  const canonical = [method, path, search, headerLines(withHost, isSigned), names, digest].join("\n");
  const signature = hmac("sha256", accessKeySecret, `${NAME}\n${sha256(canonical)}`).toString("hex");
  headers.authorization = `${NAME} Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`;
  const url = new URL(`https://${host}${path}${search && `?${search}`}`);
  return [url, { method, headers, ...(body !== "" && { body }) }];
}
