import type { SecretClient } from "../clients.ts";
import { SetupError } from "../errors.ts";
import type { WebhookEvent } from "../events.ts";
import { answerCall } from "./answer.ts";
import type { Codec, Delivery, Method } from "./codec.ts";
import type { Invocation } from "./invocation.ts";
import {
  deliveryId,
  readBody,
  refusal,
  type SignedCall,
  type WebhookSettings,
  type WebhookTrigger,
} from "./webhook.ts";

/** At most once in so many milliseconds a refusal makes the secret be fetched anew: strangers can't make us call it more. */
const REFETCH_INTERVAL = 60_000;
let refetched = 0;

/** The reason for a refusal, or undefined. A secret that was replaced since it was read is read again. */
async function verify(settings: WebhookSettings, call: SignedCall, ctx: Invocation): Promise<string | undefined> {
  const secret = ctx.resources[settings.secret] as SecretClient | undefined;
  if (!secret) throw new SetupError(`no client for the secret "${settings.secret}": deploy again`);
  const refused = refusal(settings, call, await secret.value());
  if (refused === undefined || Date.now() - refetched < REFETCH_INTERVAL) return refused;
  refetched = Date.now();
  return refusal(settings, call, await secret.value({ fresh: true }));
}

/** Slack asks a new address to repeat a word before it sends anything else. */
function challengeOf(settings: WebhookSettings, body: unknown): string | undefined {
  const { type, challenge } = (body ?? {}) as { type?: unknown; challenge?: unknown };
  const asked = settings.sender === "slack" && type === "url_verification" && typeof challenge === "string";
  return asked ? challenge : undefined;
}

/** The event of a verified call. `name`: of the trigger. */
export function toEvent(name: string, call: SignedCall, body: unknown, raw: unknown): WebhookEvent {
  const id = deliveryId(call, body);
  return {
    specversion: "1.0",
    id,
    source: `webhook/${name}`,
    type: "polyfn.webhook.received",
    time: new Date(call.now * 1000).toISOString(),
    datacontenttype: call.headers.get("content-type") ?? undefined,
    data: { id, headers: call.headers, body, raw: call.raw },
    raw,
  };
}

const empty = (status: number): Response => new Response(null, { status });

/** Calls of the function's own address that are signed by their sender. */
export interface WebhookCodec<Raw> {
  matches(event: unknown): event is Raw;
  decode(event: Raw): { readonly headers: Headers; readonly body: Uint8Array };
  /** The response in the form in which the platform takes it. */
  acknowledge(response: Response, event: Raw, delivery: Delivery<WebhookTrigger>): Promise<unknown>;
}

export const webhookCodec = <Raw>(codec: WebhookCodec<Raw>): Codec<Raw, WebhookEvent, WebhookTrigger> => ({
  ...codec,
  // A function has one address, and so one webhook at most.
  triggerOf: (_, [trigger]) => trigger,
  handle: (event, method, delivery) =>
    answerCall(
      delivery.ctx,
      () => answerWebhook({ ...codec.decode(event), raw: event }, method, delivery),
      (response) => codec.acknowledge(response, event, delivery),
    ),
});

/**
 * Answers a call of the function's address, which is its webhook's. A call that isn't genuine gets 401 without a word
 * why (the log says why); Slack's question for a new address is answered here; everything else is the handler's.
 */
async function answerWebhook(
  { raw, ...sent }: { readonly headers: Headers; readonly body: Uint8Array; readonly raw: unknown },
  method: Method<WebhookEvent>,
  { ctx, trigger }: Delivery<WebhookTrigger>,
): Promise<Response> {
  if (!trigger) throw new SetupError("the package says nothing of the function's webhook: deploy again");
  const { name } = trigger;
  const call = { headers: sent.headers, raw: sent.body, now: Math.floor(Date.now() / 1000) };
  const refused = await verify(trigger, call, ctx);
  if (refused !== undefined) {
    ctx.log.warn("call refused", { trigger: name, reason: refused });
    return empty(401);
  }
  const body = readBody(trigger.sender, call);
  const challenge = challengeOf(trigger, body);
  if (challenge !== undefined) return new Response(challenge, { headers: { "content-type": "text/plain" } });
  const result = await method(toEvent(name, call, body, raw), ctx);
  return result instanceof Response ? result : empty(204);
}
