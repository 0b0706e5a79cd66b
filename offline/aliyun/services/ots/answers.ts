import { createHash, createHmac } from "node:crypto";
import type { ApiError } from "../../core/error.ts";
import type { ServiceRequest, ServiceResponse } from "../../core/http.ts";
import type { Keyring } from "../../core/service.ts";
import { encode } from "./codec.ts";

/** A refusal as Tablestore writes it. */
export const refuse = ({ status, code, message }: ApiError): ServiceResponse => ({
  status,
  body: encode("Error", { code: CODES[code] ?? code, message }),
});

/** Refusals that were decided before this service was asked, in its words. */
const CODES: Readonly<Record<string, string>> = { InternalError: "OTSInternalServerError" };

/** Headers of every answer. With the key that signed the request they are signed: official clients look at that. */
export function seal(response: ServiceResponse, request: ServiceRequest, keys: Keyring): ServiceResponse {
  const body = Buffer.from(response.body ?? "");
  const ours = {
    "x-ots-contentmd5": createHash("md5").update(body).digest("base64"),
    "x-ots-contenttype": "protocol buffer",
    "x-ots-date": new Date().toISOString(),
    "x-ots-requestid": request.id,
  };
  const accessKeyId = request.headers["x-ots-accesskeyid"];
  const key = accessKeyId === undefined ? undefined : keys.find(accessKeyId);
  const lines = Object.entries(ours).map(([name, value]) => `${name}:${value}`);
  const text = `${lines.join("\n")}\n${request.rawPath}`;
  return {
    ...response,
    headers: {
      ...response.headers,
      "content-type": "application/octet-stream",
      ...ours,
      ...(key && {
        authorization: `OTS ${accessKeyId}:${createHmac("sha1", signingKey(key.secret, request)).update(text).digest("base64")}`,
      }),
    },
    body,
  };
}

/** Requests of the fourth signature version are answered with the key derived for them. */
function signingKey(secret: string, { headers }: ServiceRequest): string {
  const day = headers["x-ots-signdate"];
  if (headers["x-ots-signaturev4"] === undefined || day === undefined) return secret;
  const parts = [day, headers["x-ots-signregion"] ?? "", "ots", "aliyun_v4_request"];
  let key: Buffer = Buffer.from(`aliyun_v4${secret}`);
  for (const part of parts) key = createHmac("sha256", key).update(part).digest();
  return key.toString("base64");
}
