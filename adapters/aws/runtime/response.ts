import { isUtf8 } from "node:buffer";
import { isPlain } from "../../../runtime/core/content.ts";
import { contentOf } from "../../../runtime/core/fetch.ts";

/** What HTTP APIs, function URLs and (with `multiValueHeaders`) REST APIs take as an answer. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly cookies?: string[];
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Status, headers and cookies. Headers that occur repeatedly are joined, as HTTP allows for all but Set-Cookie. */
export function headOf(response: Response): Pick<HttpResult, "statusCode" | "headers" | "cookies"> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name !== "set-cookie") headers[name] = value;
  });
  const cookies = response.headers.getSetCookie();
  return { statusCode: response.status, headers, ...(cookies.length > 0 && { cookies }) };
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

/** A Fetch response as payload format 2.0. A HEAD request's answer has no body. */
export async function toResult(response: Response, method: string): Promise<HttpResult> {
  const head = headOf(response);
  if (method === "HEAD") return { ...head, body: "", isBase64Encoded: false };
  const body = await bodyOf(response);
  // Front doors would call it JSON.
  if (body.body !== "" && head.headers["content-type"] === undefined)
    head.headers["content-type"] = "application/octet-stream";
  return { ...head, ...body };
}

/** The same for REST APIs, which know no `cookies`. */
export function toResultV1({ cookies, ...result }: HttpResult): HttpResult {
  return cookies === undefined ? result : { ...result, multiValueHeaders: { "set-cookie": cookies } };
}
