import { bytesOf } from "../../../../runtime/shim/http-event.ts";
import { webhookCodec } from "../../../../runtime/shim/webhook-codec.ts";
import { failure, type HttpEvent, isHttp } from "../http-form.ts";
import { headersOf, isOwnAddress, methodOf } from "../request.ts";
import { toResult } from "../response.ts";

/** Calls of the function's own address that are signed by their sender. */
export const webhook = {
  ...webhookCodec<HttpEvent>({
    matches: (event): event is HttpEvent => isHttp(event) && isOwnAddress(event),
    decode: (event) => ({ headers: headersOf(event), body: bytesOf(event) }),
    acknowledge: (response, event, { ctx }) => toResult(response, methodOf(event), ctx),
  }),
  failure,
};
