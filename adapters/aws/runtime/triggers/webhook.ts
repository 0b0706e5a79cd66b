import type { SecretClient } from "../../../../runtime/clients.ts";
import type { Invocation } from "../../../../runtime/core/invocation.ts";
import {
  deliveryId,
  readBody,
  refusal,
  type SignedCall,
  type WebhookSettings,
} from "../../../../runtime/core/webhook.ts";
import { SetupError } from "../../../../runtime/errors.ts";
import type { WebhookEvent } from "../../../../runtime/events.ts";
import { bytesOf, type EventV2, headersOf, isV2 } from "../request.ts";
import { type HttpResult, toResult } from "../response.ts";
import type { FunctionSetup, Trigger } from "../trigger.ts";

/** At most once in so many milliseconds a refusal makes the secret be fetched anew: strangers can't make us call it more. */
const REFETCH_INTERVAL = 60_000;
let refetched = 0;

/** Webhooks have the function's own address; a function may also answer routes of an api, with the same event format. */
export const isFunctionUrl = ({ requestContext: { domainName } }: EventV2): boolean =>
  domainName === undefined || domainName.includes(".lambda-url.");

/** The trigger that is called: the only one, or the one whose name is the path's last part. */
function findTrigger(event: EventV2, { webhooks = {} }: FunctionSetup): [string, WebhookSettings] | undefined {
  const all = Object.entries(webhooks);
  if (all.length === 1) return all[0];
  const name = event.rawPath.slice(event.rawPath.lastIndexOf("/") + 1);
  return all.find(([trigger]) => trigger === name);
}

/** Why the call is refused, or undefined. A secret that was exchanged since it was read is read again. */
async function verify(settings: WebhookSettings, call: SignedCall, ctx: Invocation): Promise<string | undefined> {
  const secret = ctx.resources[settings.secret] as SecretClient | undefined;
  if (!secret) throw new SetupError(`no client for the secret "${settings.secret}": deploy again`);
  const refused = refusal(settings, call, await secret.value());
  if (refused === undefined || Date.now() - refetched < REFETCH_INTERVAL) return refused;
  refetched = Date.now();
  return refusal(settings, call, await secret.value({ fresh: true }));
}

const answer = (statusCode: number, body = ""): HttpResult => ({
  statusCode,
  headers: body === "" ? {} : { "content-type": "text/plain" },
  body,
  isBase64Encoded: false,
});

/** Slack asks a new address to repeat a word before it sends anything else. */
function challengeOf(settings: WebhookSettings, body: unknown): string | undefined {
  const { type, challenge } = (body ?? {}) as { type?: unknown; challenge?: unknown };
  const asked = settings.sender === "slack" && type === "url_verification" && typeof challenge === "string";
  return asked ? challenge : undefined;
}

function toEvent(name: string, call: SignedCall, body: unknown, event: EventV2): WebhookEvent {
  const id = deliveryId(call, body);
  return {
    specversion: "1.0",
    id,
    source: `webhook/${name}`,
    type: "polyfn.webhook.received",
    time: new Date(call.now * 1000).toISOString(),
    datacontenttype: call.headers.get("content-type") ?? undefined,
    data: { id, headers: call.headers, body, raw: call.raw },
    raw: event,
  };
}

/**
 * Calls of a function URL that are signed by their sender. A call that isn't genuine gets 401 without a word why (the
 * log says why); Slack's question for a new address is answered here; everything else is the handler's.
 */
export const webhook: Trigger<EventV2, WebhookEvent> = {
  accepts: (event): event is EventV2 => isV2(event) && isFunctionUrl(event),
  first: true,
  async handle(event, method, ctx, setup) {
    const found = findTrigger(event, setup);
    if (!found) return answer(404);
    const [name, settings] = found;
    ctx.trigger = { kind: "webhook", name };
    const call = { headers: headersOf(event), raw: bytesOf(event), now: Math.floor(Date.now() / 1000) };
    const refused = await verify(settings, call, ctx);
    if (refused !== undefined) {
      ctx.log.warn("call refused", { trigger: name, reason: refused });
      return answer(401);
    }
    const body = readBody(settings.sender, call);
    const challenge = challengeOf(settings, body);
    if (challenge !== undefined) return answer(200, challenge);
    const result = await method(toEvent(name, call, body, event), ctx);
    return result instanceof Response ? toResult(result, event.requestContext.http.method) : answer(204);
  },
};
