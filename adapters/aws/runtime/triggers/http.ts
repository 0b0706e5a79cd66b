import { SetupError } from "../../../../runtime/errors.ts";
import { answerCall } from "../../../../runtime/shim/answer.ts";
import { install } from "../../../../runtime/shim/fetch.ts";
import type { Invocation } from "../../../../runtime/shim/invocation.ts";
import { canBeRequest, type HttpEvent, httpInfoOf, isV1, isV2, methodOf, paramsOf, toRequest } from "../request.ts";
import { type HttpResult, toResult, toResultV1 } from "../response.ts";
import type { Method, Trigger } from "../trigger.ts";

install();

export const isHttp = (event: unknown): event is HttpEvent => isV2(event) || isV1(event);

/** Runs the handler for a request; undefined where the Fetch standard can't say the request. */
export async function respond(event: HttpEvent, method: Method<Request>, ctx: Invocation): Promise<Response> {
  if (!canBeRequest(event)) return new Response(null, { status: 501 });
  ctx.params = paramsOf(event);
  ctx.http = httpInfoOf(event, ctx.log);
  const response = await method(toRequest(event), ctx);
  if (response instanceof Response) return response;
  throw new SetupError(`http() must return a Response; it returned ${response === null ? "null" : typeof response}`);
}

/** The result in the form that the event's front door takes. */
export async function encode(event: HttpEvent, response: Response): Promise<HttpResult> {
  const result = await toResult(response, methodOf(event));
  return isV2(event) ? result : toResultV1(result);
}

/**
 * HTTP APIs and function URLs (payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html)
 * and REST APIs (1.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
 */
export const http: Trigger<HttpEvent, Request> = {
  accepts: isHttp,
  handle: (event, method, ctx) =>
    answerCall(
      ctx,
      () => respond(event, method, ctx),
      (response) => encode(event, response),
    ),
};
