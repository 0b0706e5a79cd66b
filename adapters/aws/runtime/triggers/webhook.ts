import type { WebhookEvent } from "../../../../runtime/events.ts";
import { answerCall } from "../../../../runtime/shim/answer.ts";
import { bytesOf } from "../../../../runtime/shim/http-event.ts";
import { answerWebhook } from "../../../../runtime/shim/webhook-call.ts";
import { type EventV2, headersOf, isV2 } from "../request.ts";
import { toResult } from "../response.ts";
import type { Trigger } from "../trigger.ts";

/** Webhooks have the function's own address; a function may also answer routes of an api, with the same event format. */
export const isFunctionUrl = ({ requestContext: { domainName } }: EventV2): boolean =>
  domainName === undefined || domainName.includes(".lambda-url.");

/** Calls of a function URL that are signed by their sender. */
export const webhook: Trigger<EventV2, WebhookEvent> = {
  accepts: (event): event is EventV2 => isV2(event) && isFunctionUrl(event),
  async handle(event, method, ctx, { webhook: setup }) {
    const call = { headers: headersOf(event), body: bytesOf(event), raw: event };
    return answerCall(
      ctx,
      () => answerWebhook(call, setup, method, ctx),
      (response) => toResult(response, event.requestContext.http.method),
    );
  },
};
