import type { WebhookEvent } from "../../../../runtime/events.ts";
import { answerCall } from "../../../../runtime/shim/answer.ts";
import { bytesOf } from "../../../../runtime/shim/http-event.ts";
import { answerWebhook } from "../../../../runtime/shim/webhook-call.ts";
import { failure, type HttpEvent, isHttp } from "../http-form.ts";
import { headersOf, isOwnAddress, methodOf } from "../request.ts";
import { toResult } from "../response.ts";
import type { Trigger } from "../trigger.ts";

/** Calls of the function's own address that are signed by their sender. */
export const webhook: Trigger<HttpEvent, WebhookEvent> = {
  accepts: (event): event is HttpEvent => isHttp(event) && isOwnAddress(event),
  failure,
  async handle(event, method, ctx, { webhook: setup }) {
    const call = { headers: headersOf(event), body: bytesOf(event), raw: event };
    return answerCall(
      ctx,
      () => answerWebhook(call, setup, method, ctx),
      (response) => toResult(response, methodOf(event), ctx.log),
    );
  },
};
