import { bytesOf } from "../../../../runtime/shim/http-event.ts";
import { webhookCodec } from "../../../../runtime/shim/webhook-codec.ts";
import { type EventV2, headersOf, isFunctionUrl, isV2 } from "../request.ts";
import { encode } from "../response.ts";

/** Calls of a function URL that are signed by their sender. */
export const webhook = webhookCodec<EventV2>({
  matches: (event): event is EventV2 => isV2(event) && isFunctionUrl(event),
  decode: (event) => ({ headers: headersOf(event), body: bytesOf(event) }),
  acknowledge: (response, event) => encode(event, response),
});
