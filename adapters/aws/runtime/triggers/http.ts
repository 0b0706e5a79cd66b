import { type HttpCodec, httpCodec, triggersAt } from "../../../../runtime/shim/http-codec.ts";
import { type HttpEvent, httpInfoOf, isFunctionUrl, isV1, isV2, methodOf, paramsOf, toRequest } from "../request.ts";
import { encode } from "../response.ts";
import type { Triggers } from "../trigger.ts";

/** The trigger whose route API Gateway chose, or the one of the function's own address. */
function triggerOf(event: HttpEvent, triggers: readonly Triggers["http"][]): Triggers["http"] | undefined {
  if (triggers.length < 2) return triggers[0];
  const candidates = triggersAt(isFunctionUrl(event) ? undefined : event.requestContext.apiId, triggers);
  const keys = isV2(event)
    ? [event.routeKey]
    : [event.httpMethod, "ANY"].map((method) => `${method} ${event.resource}`);
  return (
    candidates.find(({ routes = [], preflight = {} }) =>
      keys.some((key) => routes.includes(key) || key in preflight),
    ) ?? candidates.find(({ routes }) => routes === undefined)
  );
}

/**
 * HTTP APIs and function URLs (payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html)
 * and REST APIs (1.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
 */
export const buffered: HttpCodec<HttpEvent, Triggers["http"]> = {
  matches: (event): event is HttpEvent => isV2(event) || isV1(event),
  triggerOf,
  methodOf,
  decode: (event, { ctx }) => ({
    request: toRequest(event),
    params: paramsOf(event),
    http: httpInfoOf(event, ctx),
  }),
  acknowledge: (response, event) => encode(event, response),
};

export const http = httpCodec(buffered);
