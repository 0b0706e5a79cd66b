import { encodeBody, headersWithoutCookies } from "../../../runtime/core/http-event.ts";

/** What HTTP APIs, function URLs and (with `multiValueHeaders`) REST APIs take as an answer. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly cookies?: string[];
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Status, headers and cookies. */
export function headOf(response: Response): Pick<HttpResult, "statusCode" | "headers" | "cookies"> {
  const cookies = response.headers.getSetCookie();
  return {
    statusCode: response.status,
    headers: headersWithoutCookies(response),
    ...(cookies.length > 0 && { cookies }),
  };
}

/** A Fetch response as payload format 2.0. A HEAD request's answer has no body. */
export async function toResult(response: Response, method: string): Promise<HttpResult> {
  const head = headOf(response);
  if (method === "HEAD") return { ...head, body: "", isBase64Encoded: false };
  const body = await encodeBody(response);
  // Front doors would call it JSON.
  if (body.body !== "" && head.headers["content-type"] === undefined)
    head.headers["content-type"] = "application/octet-stream";
  return { ...head, ...body };
}

/** The same for REST APIs, which know no `cookies`. */
export function toResultV1({ cookies, ...result }: HttpResult): HttpResult {
  return cookies === undefined ? result : { ...result, multiValueHeaders: { "set-cookie": cookies } };
}
