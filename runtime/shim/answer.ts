/** The response to a caller over HTTP: the handler's own, or a failure that reveals nothing of its cause. */
import { guard } from "./guard.ts";
import type { Invocation } from "./invocation.ts";
import { isTooLarge } from "./size.ts";

/** The answer to a caller whose call failed. The log has the cause, under the same id. */
const failure = (status: number, { requestId }: Invocation): Response => Response.json({ requestId }, { status });

/** `Response.error()` and the like, which cannot be sent. */
const isSendable = ({ type, status }: Response): boolean => type !== "error" && status >= 200 && status <= 599;

/**
 * Answers a call over HTTP, whatever becomes of the handler. A throw is logged and answered 500, also one that no code
 * catches; a response that is a network error, or larger than the platform takes, is answered 502. The body is
 * `{ "requestId": "..." }`. An error of `encode` counts as the handler's: it reads the response's body.
 */
export async function answerCall<Result>(
  ctx: Invocation,
  respond: () => Response | Promise<Response>,
  encode: (response: Response) => Promise<Result>,
): Promise<Result> {
  let isOver = false;
  try {
    return await new Promise<Result>((resolve, reject) => {
      guard(ctx, (error) => {
        if (isOver) ctx.log.error("failed after the response", { error });
        reject(error);
      });
      sendable(ctx, respond).then(encode).then(resolve, reject);
    });
  } catch (error) {
    ctx.log.error("failed", { trigger: ctx.trigger.kind, error });
    return encode(failure(isTooLarge(error) ? 502 : 500, ctx));
  } finally {
    isOver = true;
  }
}

/** The handler's response, or the failure that a caller gets in place of one that cannot be sent. */
async function sendable(ctx: Invocation, respond: () => Response | Promise<Response>): Promise<Response> {
  const response = await respond();
  if (isSendable(response)) return response;
  ctx.log.error("The handler returned an error response, such as Response.error().", { trigger: ctx.trigger.kind });
  return failure(502, ctx);
}
