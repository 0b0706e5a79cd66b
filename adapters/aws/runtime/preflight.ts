import { preflight } from "../../../runtime/shim/cors.ts";
import type { HttpCodec } from "../../../runtime/shim/http-codec.ts";
import { type HttpEvent, isV2, methodOf, toRequest } from "./request.ts";
import type { Triggers } from "./trigger.ts";

type Codec = HttpCodec<HttpEvent, Triggers["http"]>;

/**
 * A codec that answers preflight requests to an api before the handler is asked. The api replaces the headers by its own,
 * which say the same.
 */
export const answeringPreflight = (codec: Codec): Codec => ({
  ...codec,
  decode: (event, delivery) => answerOf(event, delivery.trigger) ?? codec.decode(event, delivery),
});

function answerOf(event: HttpEvent, trigger: Triggers["http"] | undefined): Response | undefined {
  const cors = isV2(event) && methodOf(event) === "OPTIONS" ? trigger?.preflight?.[event.routeKey] : undefined;
  if (!isV2(event) || cors === undefined) return undefined;
  const answer = preflight(cors, toRequest(event));
  if (answer || !event.routeKey.startsWith("OPTIONS ")) return answer;
  // The route is open for preflight requests alone: the handler's own routes ask for a token or a signature.
  return Response.json({ message: "Unauthorized" }, { status: 401 });
}
