import type { Logger } from "../../../runtime/context.ts";
import { encodeResponse } from "../../../runtime/shim/http-event.ts";
import { checkResponse } from "../../../runtime/shim/size.ts";
import type { HttpResult } from "./http-form.ts";
import { SYNC_LIMIT } from "./limits.ts";

/** A call, whose logger is made on first use. */
interface Logging {
  readonly log: Logger;
}

/** Adds the response's cookie to its headers. FC takes one. */
function addCookie(headers: Record<string, string>, response: Response, ctx: Logging): void {
  const [cookie, ...others] = response.headers.getSetCookie();
  if (others.length > 0)
    ctx.log.warn("Function Compute sends one Set-Cookie header per answer: the first is sent, the others are lost", {
      lost: others.map((text) => text.split("=", 1)[0]),
    });
  if (cookie !== undefined) headers["set-cookie"] = cookie;
}

/**
 * A Fetch response as FC takes it.
 * @throws TooLargeError if FC does not take that much.
 */
export async function toResult(response: Response, method: string, ctx: Logging): Promise<HttpResult> {
  const { headers, body, isBase64Encoded } = await encodeResponse(response, method);
  addCookie(headers, response, ctx);
  const result = { statusCode: response.status, headers, body, isBase64Encoded };
  checkResponse(result, SYNC_LIMIT);
  return result;
}
