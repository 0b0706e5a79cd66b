import type { Logger } from "../../../runtime/context.ts";
import { encodeBody, headersWithoutCookies } from "../../../runtime/core/http-event.ts";

/** What FC takes as an answer to a call over HTTP. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export const answer = (statusCode: number, body = "", type = "text/plain"): HttpResult => ({
  statusCode,
  headers: body === "" ? {} : { "content-type": type },
  body,
  isBase64Encoded: false,
});

/** The headers, of whose cookies FC takes one. */
function headersOf(response: Response, log: Logger): Record<string, string> {
  const headers = headersWithoutCookies(response);
  const [cookie, ...others] = response.headers.getSetCookie();
  if (cookie !== undefined) headers["set-cookie"] = cookie;
  if (others.length > 0)
    log.warn("Function Compute sends one Set-Cookie header per answer: the first is sent, the others are lost", {
      lost: others.map((text) => text.split("=", 1)[0]),
    });
  return headers;
}

/** A Fetch response as FC takes it. A HEAD request's answer has no body. */
export async function toResult(response: Response, method: string, log: Logger): Promise<HttpResult> {
  const headers = headersOf(response, log);
  const { status: statusCode } = response;
  if (method === "HEAD") return { statusCode, headers, body: "", isBase64Encoded: false };
  const body = await encodeBody(response);
  if (body.body !== "") headers["content-type"] ??= "application/octet-stream";
  return { statusCode, headers, ...body };
}
