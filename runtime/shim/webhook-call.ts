import type { SecretClient } from "../clients.ts";
import { SetupError } from "../errors.ts";
import type { WebhookEvent } from "../events.ts";
import type { Invocation } from "./invocation.ts";
import { deliveryId, readBody, refusal, type SignedCall, type WebhookSettings, type WebhookSetup } from "./webhook.ts";

/** At most once in so many milliseconds a refusal makes the secret be fetched anew: strangers can't make us call it more. */
const REFETCH_INTERVAL = 60_000;
let refetched = 0;

/** Why the call is refused, or undefined. A secret that was exchanged since it was read is read again. */
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

function toEvent(name: string, call: SignedCall, body: unknown, raw: unknown): WebhookEvent {
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

/**
 * Answers a call of the function's address, which is its webhook's. A call that isn't genuine gets 401 without a word
 * why (the log says why); Slack's question for a new address is answered here; everything else is the handler's.
 */
export async function answerWebhook(
  { raw, ...sent }: Omit<SignedCall, "now" | "raw"> & { body: Uint8Array; raw: unknown },
  settings: WebhookSetup | undefined,
  method: (event: WebhookEvent, ctx: Invocation) => unknown,
  ctx: Invocation,
): Promise<Response> {
  if (!settings) throw new SetupError("the package says nothing of the function's webhook: deploy again");
  const { name } = settings;
  ctx.trigger = { kind: "webhook", name };
  const call = { headers: sent.headers, raw: sent.body, now: Math.floor(Date.now() / 1000) };
  const refused = await verify(settings, call, ctx);
  if (refused !== undefined) {
    ctx.log.warn("call refused", { trigger: name, reason: refused });
    return empty(401);
  }
  const body = readBody(settings.sender, call);
  const challenge = challengeOf(settings, body);
  if (challenge !== undefined) return new Response(challenge, { headers: { "content-type": "text/plain" } });
  const result = await method(toEvent(name, call, body, raw), ctx);
  return result instanceof Response ? result : empty(204);
}
