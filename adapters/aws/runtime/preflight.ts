import { preflight } from "../../../runtime/shim/cors.ts";
import type { PreflightRules } from "../preflight.ts";
import { type HttpEvent, isV2, methodOf, toRequest } from "./request.ts";
import type { Trigger } from "./trigger.ts";
import { encode } from "./triggers/http.ts";

/**
 * A trigger that answers preflight requests to an api before the handler is asked. The api replaces the headers by its
 * own, which say the same.
 */
export const answeringPreflight = (trigger: Trigger<HttpEvent, Request>): Trigger<HttpEvent, Request> => ({
  ...trigger,
  async handle(event, method, ctx, setup) {
    const answer = answerOf(event, setup.preflight ?? {});
    return answer ? encode(event, answer) : trigger.handle(event, method, ctx, setup);
  },
});

function answerOf(event: HttpEvent, rules: PreflightRules): Response | undefined {
  const cors = isV2(event) && methodOf(event) === "OPTIONS" ? rules[event.routeKey] : undefined;
  if (!isV2(event) || cors === undefined) return undefined;
  const answer = preflight(cors, toRequest(event));
  if (answer || !event.routeKey.startsWith("OPTIONS ")) return answer;
  // The route is open for preflight requests alone: the handler's own routes ask for a token or a signature.
  return Response.json({ message: "Unauthorized" }, { status: 401 });
}
