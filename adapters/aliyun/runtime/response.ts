import { isUtf8 } from "node:buffer";
import type { Logger } from "../../../runtime/context.ts";
import { isPlain } from "../../../runtime/core/content.ts";
import { contentOf } from "../../../runtime/core/fetch.ts";

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

/** Headers that occur repeatedly are joined, as HTTP allows for all but Set-Cookie: of those FC takes one. */
function headersOf(response: Response, log: Logger): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name !== "set-cookie") headers[name] = value;
  });
  const [cookie, ...others] = response.headers.getSetCookie();
  if (cookie !== undefined) headers["set-cookie"] = cookie;
  if (others.length > 0)
    log.warn("Function Compute sends one Set-Cookie header per answer: the first is sent, the others are lost", {
      lost: others.map((text) => text.split("=", 1)[0]),
    });
  return headers;
}

/** The body as text where its bytes are UTF-8, whatever they mean, else in base64: both arrive unchanged. */
async function bodyOf(response: Response): Promise<Pick<HttpResult, "body" | "isBase64Encoded">> {
  const content = contentOf(response);
  if (typeof content === "string" && isPlain(content)) return { body: content, isBase64Encoded: false };
  if (content === undefined && response.body === null) return { body: "", isBase64Encoded: false };
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = isUtf8(bytes);
  return { body: bytes.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** A Fetch response as FC takes it. A HEAD request's answer has no body. */
export async function toResult(response: Response, method: string, log: Logger): Promise<HttpResult> {
  const headers = headersOf(response, log);
  const { status: statusCode } = response;
  if (method === "HEAD") return { statusCode, headers, body: "", isBase64Encoded: false };
  const body = await bodyOf(response);
  if (body.body !== "") headers["content-type"] ??= "application/octet-stream";
  return { statusCode, headers, ...body };
}
